export { COMPACT_LIMIT, compactRobots } from './compact-robots.ts';
export { type CrawlDelays, crawlDelays, delayFor } from './crawl-delays.ts';
export { parseRobots, type Robots, type RobotsDecision } from './parse-robots.ts';
export { productToken } from './product-token.ts';
export { asUtf8 } from './records/as-utf8.ts';
export { ROBOTS_LIMIT } from './records/records.ts';
