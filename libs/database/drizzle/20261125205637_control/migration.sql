CREATE SEQUENCE "public"."host_changes" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "bulk_operations" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7(),
	"project_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"filter" jsonb NOT NULL,
	"key_id" text,
	"key_name" text,
	"reason" text,
	"state" text DEFAULT 'running' NOT NULL,
	"total" bigint NOT NULL,
	"processed" bigint DEFAULT 0 NOT NULL,
	"failed" bigint DEFAULT 0 NOT NULL,
	"position" text,
	"error" text,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "host_pauses" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7(),
	"project_id" uuid NOT NULL,
	"host" text NOT NULL,
	"job_id" uuid,
	"paused" boolean NOT NULL,
	"change" bigint DEFAULT nextval('host_changes') NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "host_rules" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7(),
	"project_id" uuid NOT NULL,
	"pattern" text NOT NULL,
	"pace" jsonb,
	"blocked" boolean DEFAULT false NOT NULL,
	"group_name" text,
	"version" integer DEFAULT 1 NOT NULL,
	"change" bigint DEFAULT nextval('host_changes') NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "usage" (
	"project_id" uuid,
	"day" date,
	"pages" bigint DEFAULT 0 NOT NULL,
	"bytes" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "usage_pkey" PRIMARY KEY("project_id","day")
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7(),
	"project_id" uuid NOT NULL,
	"job_id" uuid NOT NULL,
	"cron" text NOT NULL,
	"time_zone" text NOT NULL,
	"overlap" text DEFAULT 'skip' NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"next_at" timestamp(3) with time zone,
	"waiting_since" timestamp(3) with time zone,
	"last_at" timestamp(3) with time zone,
	"last_result" text,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7(),
	"webhook_id" uuid NOT NULL,
	"event" text NOT NULL,
	"cause" text,
	"payload" jsonb NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"next_at" timestamp(3) with time zone DEFAULT now(),
	"status" smallint,
	"error" text,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7(),
	"project_id" uuid NOT NULL,
	"job_id" uuid,
	"url" text NOT NULL,
	"events" text[] NOT NULL,
	"secret" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp(3) with time zone
);
--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "max_jobs" integer;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "max_pages_per_day" bigint;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "max_storage_bytes" bigint;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "held_by" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "billed_pages" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "billed_bytes" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "bulk_operations_project" ON "bulk_operations" ("project_id","id");--> statement-breakpoint
CREATE INDEX "bulk_operations_open" ON "bulk_operations" ("id") WHERE state = 'running';--> statement-breakpoint
CREATE UNIQUE INDEX "host_pauses_once" ON "host_pauses" ("project_id","host",coalesce("job_id", '00000000-0000-0000-0000-000000000000'));--> statement-breakpoint
CREATE INDEX "host_pauses_changed" ON "host_pauses" ("updated_at");--> statement-breakpoint
CREATE INDEX "host_rules_project" ON "host_rules" ("project_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "host_rules_once" ON "host_rules" ("project_id","pattern");--> statement-breakpoint
CREATE INDEX "host_rules_pattern" ON "host_rules" ("pattern");--> statement-breakpoint
CREATE INDEX "schedules_project" ON "schedules" ("project_id","id");--> statement-breakpoint
CREATE INDEX "schedules_job" ON "schedules" ("job_id");--> statement-breakpoint
CREATE INDEX "schedules_due" ON "schedules" ("next_at") WHERE enabled and next_at is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_webhook" ON "webhook_deliveries" ("webhook_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_deliveries_once" ON "webhook_deliveries" ("webhook_id","cause");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" ("next_at") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "webhooks_project" ON "webhooks" ("project_id","id");--> statement-breakpoint
ALTER TABLE "bulk_operations" ADD CONSTRAINT "bulk_operations_project_id_projects_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "host_pauses" ADD CONSTRAINT "host_pauses_project_id_projects_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "host_rules" ADD CONSTRAINT "host_rules_project_id_projects_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "usage" ADD CONSTRAINT "usage_project_id_projects_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_project_id_projects_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_job_id_jobs_id_fkey" FOREIGN KEY ("job_id") REFERENCES "jobs"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook_id_webhooks_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhooks"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_project_id_projects_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE;