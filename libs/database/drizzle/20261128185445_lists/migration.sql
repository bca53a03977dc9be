DROP INDEX "captures_segment";--> statement-breakpoint
CREATE INDEX "captures_segment" ON "captures" USING brin ("segment") WITH (autosummarize=true);--> statement-breakpoint
CREATE INDEX "captures_url" ON "captures" ("url" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "visits_dead" ON "visits" ("run","hash") WHERE dead_reason is not null;--> statement-breakpoint
CREATE INDEX "visits_redirected" ON "visits" ("run","hash") WHERE outcome = 'redirected';