ALTER TABLE "host_rules" ADD COLUMN "verify_tls" boolean;--> statement-breakpoint
ALTER TABLE "visits" ADD COLUMN "tls_fault" text;