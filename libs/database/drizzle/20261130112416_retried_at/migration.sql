ALTER TABLE "visits" ADD COLUMN "retried_at" timestamp(3) with time zone;--> statement-breakpoint
UPDATE "visits" SET "retried_at" = "retries"."created_at" FROM "retries"
WHERE "visits"."run" = "retries"."run" AND "visits"."hash" = "retries"."hash" AND "visits"."attempt" = "retries"."attempts" AND NOT "visits"."final";--> statement-breakpoint
DROP TABLE "retries";
