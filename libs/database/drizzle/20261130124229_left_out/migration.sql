CREATE TABLE "run_left_out" (
	"run" bigint,
	"kind" text,
	"key" text,
	"of" text,
	"count" bigint NOT NULL,
	"sample" text NOT NULL,
	CONSTRAINT "run_left_out_pkey" PRIMARY KEY("run","kind","key")
);
--> statement-breakpoint
ALTER TABLE "run_left_out" ADD CONSTRAINT "run_left_out_run_runs_serial_fkey" FOREIGN KEY ("run") REFERENCES "runs"("serial") ON DELETE CASCADE;