ALTER TABLE "robots_versions" DROP CONSTRAINT "robots_versions_pkey";--> statement-breakpoint
ALTER TABLE "robots_versions" ADD COLUMN "project_id" uuid;--> statement-breakpoint
ALTER TABLE "robots_versions" ADD CONSTRAINT "robots_versions_once" UNIQUE NULLS NOT DISTINCT("origin","project_id","first_seen_at");--> statement-breakpoint
CREATE INDEX "robots_versions_project" ON "robots_versions" ("project_id");--> statement-breakpoint
ALTER TABLE "robots_versions" ADD CONSTRAINT "robots_versions_project_id_projects_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE;--> statement-breakpoint
-- Where there is one project, all was read for it; elsewhere nobody knows for whom, and operators alone are told.
UPDATE "robots_versions" SET "project_id" = (SELECT "id" FROM "projects" LIMIT 1) WHERE (SELECT count(*) FROM "projects") = 1;
