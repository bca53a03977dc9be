export { parseRobots, type Robots, type RobotsDecision } from './parse-robots.ts';
export { productToken } from './product-token.ts';
export { ROBOTS_LIMIT } from './records.ts';
