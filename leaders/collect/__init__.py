"""From a niche to stored observations: what to read next, reading it, and saying what lacks."""

from leaders.collect.crawl import Crawl
from leaders.collect.reading import CrawlInterrupted
from leaders.collect.report import CollectReport, CrawlProgress

__all__ = ["CollectReport", "Crawl", "CrawlInterrupted", "CrawlProgress"]
