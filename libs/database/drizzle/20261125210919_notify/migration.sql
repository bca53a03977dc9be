ALTER TABLE "webhooks" ADD COLUMN "allow_private_networks" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "runs_finished" ON "runs" ("finished_at");