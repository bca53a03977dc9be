CREATE TABLE "findings" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7(),
	"run_id" uuid NOT NULL,
	"cause" text NOT NULL,
	"since" timestamp(3) with time zone NOT NULL,
	"opened_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp(3) with time zone,
	"share" real NOT NULL,
	"sentence" text NOT NULL,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "findings_one_open" ON "findings" ("run_id","cause") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "findings_run" ON "findings" ("run_id","id");--> statement-breakpoint
CREATE INDEX "findings_closed" ON "findings" ("closed_at");--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_run_id_runs_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE;