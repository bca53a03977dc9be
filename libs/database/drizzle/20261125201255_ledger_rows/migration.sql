-- What pages held moves into rows of a third less: the URL in two parts, and what visits made of it in a table of its own.
DO $$ DECLARE part record; BEGIN
  FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'pages'::regclass LOOP
    EXECUTE format('ALTER TABLE %I RENAME TO %I', part.relname, 'before_' || part.relname);
  END LOOP;
END $$;
--> statement-breakpoint
ALTER TABLE "pages" RENAME TO "before_pages";--> statement-breakpoint
CREATE TABLE "origins" (
	"id" serial PRIMARY KEY,
	"origin" text NOT NULL UNIQUE,
	"host" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "page_changes" (
	"hash" bigint,
	"run" bigint,
	"previous_run" bigint NOT NULL,
	"changed_at" timestamp(3) with time zone NOT NULL,
	"previous_at" timestamp(3) with time zone NOT NULL,
	"job" integer,
	"status" smallint NOT NULL,
	"previous_status" smallint NOT NULL,
	"digest" text NOT NULL,
	"previous_digest" text NOT NULL,
	"title" text,
	"previous_title" text,
	CONSTRAINT "page_changes_pkey" PRIMARY KEY("job","hash","run")
) PARTITION BY LIST ("job");
--> statement-breakpoint
CREATE TABLE "page_states" (
	"hash" bigint NOT NULL,
	"last_run" bigint NOT NULL,
	"last_visit_at" timestamp(3) with time zone NOT NULL,
	"due_at" timestamp(3) with time zone,
	"changed_at" timestamp(3) with time zone,
	"capture_run" bigint,
	"capture_id" bigint,
	"captured_at" timestamp(3) with time zone,
	"settled_run" bigint DEFAULT 0 NOT NULL,
	"job" integer NOT NULL,
	"interval_s" integer DEFAULT 0 NOT NULL,
	"last_status" smallint,
	"last_outcome" text NOT NULL,
	"digest" text,
	"capture_status" smallint,
	"title" text,
	"etag" text,
	"last_modified" text
) PARTITION BY LIST ("job");
--> statement-breakpoint
CREATE TABLE "pages" (
	"hash" bigint NOT NULL,
	"discovered_from" bigint,
	"job" integer NOT NULL,
	"origin" integer NOT NULL,
	"first_seen" integer NOT NULL,
	"depth" smallint NOT NULL,
	"path" text NOT NULL
) PARTITION BY LIST ("job");
--> statement-breakpoint
CREATE TABLE "documents" (
	"hash" bigint NOT NULL,
	"capture_run" bigint NOT NULL,
	"capture_id" bigint NOT NULL,
	"captured_at" timestamp(3) with time zone NOT NULL,
	"job" integer NOT NULL,
	"url" text NOT NULL,
	"host" text NOT NULL,
	"content_type" text,
	"language" text,
	"title" text,
	"text" text NOT NULL,
	"words" tsvector NOT NULL,
	"title_words" tsvector NOT NULL
) PARTITION BY LIST ("job");
--> statement-breakpoint
CREATE TABLE "index_progress" (
	"run" bigint PRIMARY KEY,
	"job" integer NOT NULL,
	"position" bigint DEFAULT 0 NOT NULL,
	"indexed" bigint DEFAULT 0 NOT NULL,
	"failed" bigint DEFAULT 0 NOT NULL,
	"last_error" text,
	"complete" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "holds" ADD COLUMN "place" jsonb;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "retired_at" timestamp(3) with time zone;--> statement-breakpoint
CREATE INDEX "origins_host" ON "origins" ("host");--> statement-breakpoint
INSERT INTO "origins" ("origin", "host")
  SELECT o, CASE
    WHEN o LIKE 'http://%:443/' OR o LIKE 'https://%:80/' THEN regexp_replace(o, '^https?://(.*):[0-9]+/$', '\1')
    ELSE regexp_replace(o, '^https?://(.*)/$', '\1') END
  FROM (SELECT DISTINCT substring("url" FROM '^[^/]*//[^/]*/') AS o FROM "before_pages") AS known WHERE o IS NOT NULL;
--> statement-breakpoint
DO $$ DECLARE k integer; t text; BEGIN
  FOR k IN SELECT DISTINCT "job" FROM "before_pages" LOOP
    FOREACH t IN ARRAY ARRAY['pages', 'page_states', 'page_changes', 'documents'] LOOP
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', t || '_' || k, t);
    END LOOP;
    EXECUTE format('CREATE UNIQUE INDEX ON %I (hash)', 'pages_' || k);
    EXECUTE format('CREATE INDEX ON %I (origin, first_seen)', 'pages_' || k);
    EXECUTE format('CREATE UNIQUE INDEX ON %I (hash)', 'page_states_' || k);
    EXECUTE format('CREATE INDEX ON %I (due_at, hash)', 'page_states_' || k);
    EXECUTE format('CREATE INDEX ON %I (run, hash)', 'page_changes_' || k);
    EXECUTE format('CREATE UNIQUE INDEX ON %I (hash)', 'documents_' || k);
    EXECUTE format('CREATE INDEX ON %I USING gin (words)', 'documents_' || k);
    EXECUTE format('CREATE INDEX ON %I USING gin (title_words)', 'documents_' || k);
    FOREACH t IN ARRAY ARRAY['pages', 'page_states', 'page_changes', 'documents'] LOOP
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES IN (%s)', t, t || '_' || k, k);
    END LOOP;
  END LOOP;
END $$;
--> statement-breakpoint
INSERT INTO "pages" ("hash", "discovered_from", "job", "origin", "first_seen", "depth", "path")
  SELECT b."hash", b."discovered_from", b."job", o."id", floor(extract(epoch FROM b."first_seen_at"))::integer, b."depth",
    substr(b."url", length(o."origin") + 1)
  FROM "before_pages" b JOIN "origins" o ON o."origin" = substring(b."url" FROM '^[^/]*//[^/]*/');
--> statement-breakpoint
INSERT INTO "page_states" ("hash", "last_run", "last_visit_at", "due_at", "capture_run", "capture_id", "captured_at", "settled_run",
    "job", "last_status", "last_outcome", "digest", "capture_status", "title", "etag", "last_modified")
  SELECT b."hash", b."last_run", b."last_visit_at", b."last_visit_at", c."run", c."id", c."captured_at", b."last_run",
    b."job", b."last_status", b."last_outcome", c."digest", c."status", c."title", c."etag", c."last_modified"
  FROM "before_pages" b
  LEFT JOIN (
    SELECT DISTINCT ON ("job", "hash") * FROM "captures" ORDER BY "job", "hash", "run" DESC, "attempt" DESC
  ) c ON c."job" = b."job" AND c."hash" = b."hash"
  WHERE b."last_visit_at" IS NOT NULL AND b."last_run" IS NOT NULL AND b."last_outcome" IS NOT NULL;
--> statement-breakpoint
DROP TABLE "before_pages";
