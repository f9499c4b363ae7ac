// The official packages, from the folder that setup.sh filled, with two things about them changed:
// they listen on loopback alone, and the windows and numbers of rate limits can be made smaller.
import { createRequire } from 'node:module'
import net from 'node:net'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const installed = createRequire(path.join(process.env.LEADERS_BLUESKY_PARTS, 'parts.cjs'))

export async function load(name) {
  return import(pathToFileURL(installed.resolve(name)))
}

// Left alone, the servers listen on every interface of the machine.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (where, ...rest) {
  const callback = rest.filter((argument) => typeof argument === 'function')
  const options = typeof where === 'object' ? where : { port: Number(where) }
  return listen.call(this, { ...options, host: '127.0.0.1' }, ...callback)
}

process.env.LOG_ENABLED ??= 'false'

// The PDS allows 3000 requests an address and 30 logins an account in five minutes. The limiter
// stays the official one and is told smaller numbers, so that a test can meet a limit and outlive it.
const OFFICIAL = { requests: 3000, logins: 30 }

export function shortenRateLimits({ windowSeconds, requests, logins }) {
  const { RateLimiterMemory } = installed('rate-limiter-flexible')
  const smaller = new Map([[OFFICIAL.requests, requests], [OFFICIAL.logins, logins]])
  const limiter = Object.getPrototypeOf(RateLimiterMemory.prototype)
  lowerSetting(limiter, 'duration', (seconds) => Math.min(seconds, windowSeconds))
  lowerSetting(limiter, 'points', (points) => smaller.get(points) ?? points)
}

function lowerSetting(limiter, name, lower) {
  const owner = prototypeWith(limiter, name)
  const setting = Object.getOwnPropertyDescriptor(owner, name)
  Object.defineProperty(owner, name, {
    ...setting,
    set(value) {
      setting.set.call(this, lower(value))
    },
  })
}

function prototypeWith(object, name) {
  return Object.hasOwn(object, name) ? object : prototypeWith(Object.getPrototypeOf(object), name)
}
