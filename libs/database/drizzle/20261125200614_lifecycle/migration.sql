CREATE TABLE "audit_log" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7(),
	"project_id" uuid NOT NULL,
	"key_id" text,
	"key_name" text,
	"action" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"reason" text,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "holds" ADD COLUMN "expires_at" timestamp(3) with time zone;--> statement-breakpoint
CREATE INDEX "audit_log_project" ON "audit_log" ("project_id","id");--> statement-breakpoint
CREATE INDEX "audit_log_subject" ON "audit_log" ("project_id","subject_type","subject_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "job_seeds_once" ON "job_seeds" ("job_id",md5("url"));--> statement-breakpoint
CREATE INDEX "jobs_archived" ON "jobs" ("archived_at") WHERE archived_at is not null;--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_project_id_projects_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE;