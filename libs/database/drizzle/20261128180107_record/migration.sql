ALTER TABLE "pages" ADD COLUMN "sitemap" smallint;--> statement-breakpoint
CREATE INDEX "dead_entries_run" ON "dead_entries" ("run","id");--> statement-breakpoint
CREATE INDEX "captures_status" ON "captures" ("run","status","id") WHERE status not in (200, 304);--> statement-breakpoint
CREATE INDEX "captures_type" ON "captures" ("run","content_type","id") WHERE content_type <> 'text/html';--> statement-breakpoint
CREATE INDEX "captures_segment" ON "captures" USING brin ("segment");