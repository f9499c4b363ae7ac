// Chance that is the same in every run, and a clock that never shows the same moment twice.

export class Chance {
  constructor(seed) {
    this.state = seed
  }

  // mulberry32: small, and good enough to shuffle people
  number() {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  below(limit) {
    return Math.floor(this.number() * limit)
  }

  pick(list) {
    return list[this.below(list.length)]
  }

  sample(list, count) {
    const shuffled = [...list]
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.below(last + 1)
      ;[shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]]
    }
    return shuffled.slice(0, count)
  }
}

// Two records of the same content and the same moment have the same CID, and the AppView loses one of
// them at the border of a page. Here that happens to nobody by accident, see follows.mjs.
export class Clock {
  constructor(start, stepMinutes) {
    this.moment = Date.parse(start)
    this.step = stepMinutes * 60_000 + 7
  }

  next() {
    this.moment += this.step
    return new Date(this.moment).toISOString()
  }
}
