CREATE TABLE "robots_versions" (
	"origin" text,
	"first_seen_at" timestamp(3) with time zone,
	"last_seen_at" timestamp(3) with time zone NOT NULL,
	"state" text NOT NULL,
	"detail" text NOT NULL,
	"digest" text,
	"length" integer,
	"body" text,
	CONSTRAINT "robots_versions_pkey" PRIMARY KEY("origin","first_seen_at")
);
--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "max_concurrency" integer;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "max_in_flight" integer;