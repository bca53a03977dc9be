CREATE TABLE "retries" (
	"run" bigint,
	"request" text,
	"hash" bigint,
	"attempts" smallint NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "retries_pkey" PRIMARY KEY("run","request","hash")
);
