ALTER TABLE "runs" ADD COLUMN "released_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "dead_entries" ADD CONSTRAINT "dead_entries_entry_key" UNIQUE("entry");--> statement-breakpoint
CREATE INDEX "runs_unreleased" ON "runs" ("finished_at") WHERE state in ('done', 'cancelled', 'failed') and released_at is null;