ALTER TABLE "projects" ADD COLUMN "max_urls" bigint DEFAULT 100000000;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "max_hosts" bigint DEFAULT 5000000;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "max_webhooks" integer DEFAULT 100;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "max_seeds_per_upload" bigint DEFAULT 10000000;