CREATE TABLE "job_seeds" (
	"id" bigserial PRIMARY KEY,
	"job_id" uuid NOT NULL,
	"url" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7(),
	"serial" serial UNIQUE,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"scope" jsonb NOT NULL,
	"policy_id" uuid NOT NULL,
	"max_pages" bigint,
	"max_depth" integer,
	"weight" real DEFAULT 1 NOT NULL,
	"labels" jsonb DEFAULT '{}' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "pages" (
	"hash" bigint,
	"discovered_from" bigint,
	"first_seen_at" timestamp(3) with time zone NOT NULL,
	"job" integer,
	"depth" smallint NOT NULL,
	"last_status" smallint,
	"url" text NOT NULL,
	"last_outcome" text,
	"last_digest" text,
	"last_visit_at" timestamp(3) with time zone,
	"last_run" bigint,
	CONSTRAINT "pages_pkey" PRIMARY KEY("job","hash")
) PARTITION BY LIST ("job");
--> statement-breakpoint
CREATE TABLE "policies" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7(),
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"rules" jsonb NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "policies_name" UNIQUE("project_id","name")
);
--> statement-breakpoint
CREATE TABLE "policy_versions" (
	"policy_id" uuid,
	"version" integer,
	"rules" jsonb NOT NULL,
	"author" text,
	"reason" text,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "policy_versions_pkey" PRIMARY KEY("policy_id","version")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp(3) with time zone,
	"last_used_at" timestamp(3) with time zone,
	"revoked_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"project_id" uuid,
	"key" text,
	"operation" text NOT NULL,
	"input_hash" text NOT NULL,
	"result" jsonb,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY("project_id","key")
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7(),
	"name" text NOT NULL UNIQUE,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"name" text PRIMARY KEY,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dead_entries" (
	"id" bigserial PRIMARY KEY,
	"run" text NOT NULL,
	"entry" text NOT NULL,
	"payload" text NOT NULL,
	"error" text NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "drops" (
	"run" bigint,
	"entry" text,
	"count" bigint NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "drops_pkey" PRIMARY KEY("run","entry")
);
--> statement-breakpoint
CREATE TABLE "holds" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7(),
	"run_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"position" bigint DEFAULT 0 NOT NULL,
	"opened_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7(),
	"serial" bigserial UNIQUE,
	"job_id" uuid NOT NULL,
	"policy_version" integer NOT NULL,
	"state" text DEFAULT 'starting' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp(3) with time zone,
	"finished_at" timestamp(3) with time zone,
	"end_reason" text,
	"counters" jsonb,
	"stages" jsonb,
	"recorded" bigint DEFAULT 0 NOT NULL,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "captures" (
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "captures_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run" bigint,
	"hash" bigint NOT NULL,
	"captured_at" timestamp(3) with time zone NOT NULL,
	"bytes" bigint NOT NULL,
	"wire_bytes" bigint NOT NULL,
	"offset" bigint NOT NULL,
	"length" integer NOT NULL,
	"job" integer NOT NULL,
	"links" integer NOT NULL,
	"attempt" smallint NOT NULL,
	"status" smallint NOT NULL,
	"url" text NOT NULL,
	"segment" text NOT NULL,
	"digest" text NOT NULL,
	"content_type" text,
	"charset" text,
	"title" text,
	"language" text,
	"etag" text,
	"last_modified" text,
	"truncated" text,
	CONSTRAINT "captures_pkey" PRIMARY KEY("run","id"),
	CONSTRAINT "captures_once" UNIQUE("run","hash","attempt")
) PARTITION BY LIST ("run");
--> statement-breakpoint
CREATE TABLE "visits" (
	"run" bigint,
	"hash" bigint,
	"started_at" timestamp(3) with time zone NOT NULL,
	"job" integer NOT NULL,
	"attempt" smallint,
	"depth" smallint NOT NULL,
	"hops" smallint NOT NULL,
	"status" smallint,
	"final" boolean NOT NULL,
	"outcome" text NOT NULL,
	"code" text,
	"detail" text,
	"dead_reason" text,
	"address" text,
	"worker" text NOT NULL,
	"timings" jsonb NOT NULL,
	CONSTRAINT "visits_pkey" PRIMARY KEY("run","hash","attempt")
) PARTITION BY LIST ("run");
--> statement-breakpoint
CREATE INDEX "job_seeds_job" ON "job_seeds" ("job_id","id");--> statement-breakpoint
CREATE INDEX "jobs_project" ON "jobs" ("project_id","id");--> statement-breakpoint
CREATE INDEX "jobs_policy" ON "jobs" ("policy_id");--> statement-breakpoint
CREATE INDEX "api_keys_project" ON "api_keys" ("project_id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_age" ON "idempotency_keys" ("created_at");--> statement-breakpoint
CREATE INDEX "holds_open" ON "holds" ("run_id") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "runs_job" ON "runs" ("job_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_active_per_job" ON "runs" ("job_id") WHERE state not in ('done', 'cancelled', 'failed');--> statement-breakpoint
CREATE INDEX "runs_active" ON "runs" ("serial") WHERE state not in ('done', 'cancelled', 'failed');--> statement-breakpoint
CREATE INDEX "visits_troubles" ON "visits" ("run","outcome","code","hash") WHERE outcome in ('refused', 'throttled', 'failed');--> statement-breakpoint
ALTER TABLE "job_seeds" ADD CONSTRAINT "job_seeds_job_id_jobs_id_fkey" FOREIGN KEY ("job_id") REFERENCES "jobs"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_project_id_projects_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_policy_id_policies_id_fkey" FOREIGN KEY ("policy_id") REFERENCES "policies"("id");--> statement-breakpoint
ALTER TABLE "policies" ADD CONSTRAINT "policies_project_id_projects_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_policy_id_policies_id_fkey" FOREIGN KEY ("policy_id") REFERENCES "policies"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_project_id_projects_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_project_id_projects_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_run_id_runs_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_job_id_jobs_id_fkey" FOREIGN KEY ("job_id") REFERENCES "jobs"("id") ON DELETE CASCADE;