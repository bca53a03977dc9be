ALTER TABLE "jobs" ADD COLUMN "secrets" text;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "secret_names" jsonb;