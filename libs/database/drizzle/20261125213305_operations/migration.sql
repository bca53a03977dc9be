CREATE TABLE "run_operations" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7(),
	"run_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"since" timestamp(3) with time zone,
	"fix" boolean DEFAULT false NOT NULL,
	"phase" text,
	"position" text,
	"processed" bigint DEFAULT 0 NOT NULL,
	"findings" jsonb DEFAULT '{}' NOT NULL,
	"error" text,
	"author" text,
	"owner" text,
	"beat_at" timestamp(3) with time zone,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp(3) with time zone,
	"finished_at" timestamp(3) with time zone
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "lost_from" text;--> statement-breakpoint
CREATE INDEX "run_operations_run" ON "run_operations" ("run_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "run_operations_open" ON "run_operations" ("run_id","kind") WHERE state in ('waiting', 'running');--> statement-breakpoint
ALTER TABLE "run_operations" ADD CONSTRAINT "run_operations_run_id_runs_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE;