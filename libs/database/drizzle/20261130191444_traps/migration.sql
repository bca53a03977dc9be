CREATE TABLE "traps" (
	"job" integer,
	"shape" text,
	"run" bigint NOT NULL,
	"state" text NOT NULL,
	"evidence" jsonb NOT NULL,
	"since" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"decided_at" timestamp(3) with time zone,
	CONSTRAINT "traps_pkey" PRIMARY KEY("job","shape")
);
--> statement-breakpoint
ALTER TABLE "traps" ADD CONSTRAINT "traps_job_jobs_serial_fkey" FOREIGN KEY ("job") REFERENCES "jobs"("serial") ON DELETE CASCADE;