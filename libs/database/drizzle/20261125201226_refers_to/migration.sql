ALTER TABLE "captures" ADD COLUMN "refers_to_run" bigint;--> statement-breakpoint
ALTER TABLE "captures" ADD COLUMN "refers_to" bigint;