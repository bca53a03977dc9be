CREATE TABLE "series_10s" (
	"at" timestamp(3) with time zone,
	"subject" integer,
	"numbers" bytea NOT NULL,
	"times" bytea,
	CONSTRAINT "series_10s_pkey" PRIMARY KEY("subject","at")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "series_1h" (
	"at" timestamp(3) with time zone,
	"subject" integer,
	"numbers" bytea NOT NULL,
	"times" bytea,
	CONSTRAINT "series_1h_pkey" PRIMARY KEY("subject","at")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "series_1m" (
	"at" timestamp(3) with time zone,
	"subject" integer,
	"numbers" bytea NOT NULL,
	"times" bytea,
	CONSTRAINT "series_1m_pkey" PRIMARY KEY("subject","at")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "series_1s" (
	"at" timestamp(3) with time zone,
	"subject" integer,
	"numbers" bytea NOT NULL,
	"times" bytea,
	CONSTRAINT "series_1s_pkey" PRIMARY KEY("subject","at")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "series_head" (
	"id" smallint PRIMARY KEY,
	"owner" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"rolled_10s" timestamp(3) with time zone NOT NULL,
	"rolled_1m" timestamp(3) with time zone NOT NULL,
	"rolled_1h" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "series_subjects" (
	"id" serial PRIMARY KEY,
	"kind" text NOT NULL,
	"run" bigint NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"first_at" timestamp(3) with time zone NOT NULL,
	"last_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "series_subjects_once" UNIQUE("run","kind","key")
);
--> statement-breakpoint
CREATE INDEX "series_10s_at" ON "series_10s" USING brin ("at") WITH (pages_per_range=8, autosummarize=true);--> statement-breakpoint
CREATE INDEX "series_1h_at" ON "series_1h" USING brin ("at") WITH (pages_per_range=8, autosummarize=true);--> statement-breakpoint
CREATE INDEX "series_1m_at" ON "series_1m" USING brin ("at") WITH (pages_per_range=8, autosummarize=true);--> statement-breakpoint
CREATE INDEX "series_1s_at" ON "series_1s" USING brin ("at") WITH (pages_per_range=8, autosummarize=true);