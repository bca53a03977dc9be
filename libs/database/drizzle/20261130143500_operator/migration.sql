ALTER TABLE "projects" ADD COLUMN "suspended_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "suspended_for" text;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "deleted_at" timestamp(3) with time zone;--> statement-breakpoint
-- The key that `npm start` made was admin of everything, as every admin key was; now it is the operator's.
UPDATE "api_keys" SET "scopes" = array_append("scopes", 'operator') WHERE "id" = (
  SELECT k."id" FROM "api_keys" k JOIN "projects" p ON p."id" = k."project_id"
  WHERE p."name" = 'default' AND k."name" = 'admin' AND 'admin' = ANY(k."scopes") AND k."revoked_at" IS NULL
  ORDER BY k."created_at" LIMIT 1);
