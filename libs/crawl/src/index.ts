export { type Crawler, type CrawlerLog, type CrawlerParts, startCrawler } from './start-crawler.ts';
