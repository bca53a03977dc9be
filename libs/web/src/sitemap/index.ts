export { parseSitemap, type Sitemap, type SitemapSource, type SitemapUrl } from './parse-sitemap.ts';
