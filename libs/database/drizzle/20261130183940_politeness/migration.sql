CREATE TABLE "host_requests" (
	"host" text,
	"at" timestamp(3) with time zone,
	"run" bigint,
	"kind" text,
	"delay_ms" real,
	"concurrency" smallint,
	"decided_by" text,
	"starts" integer[] NOT NULL,
	"more" integer DEFAULT 0 NOT NULL,
	"failures" text[] NOT NULL,
	CONSTRAINT "host_requests_pkey" PRIMARY KEY("host","at","run","kind","delay_ms","concurrency","decided_by")
) PARTITION BY RANGE ("at");
