ALTER TABLE "drops" ADD COLUMN "host" text;--> statement-breakpoint
ALTER TABLE "drops" ADD COLUMN "url" text;--> statement-breakpoint
CREATE INDEX "drops_host" ON "drops" ("run","host") WHERE host is not null;