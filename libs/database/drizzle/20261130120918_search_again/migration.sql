-- Text is prepared for search in another way than before: all of it is read once more from the archive, at the pace of indexing.
UPDATE "index_progress" SET "position" = 0, "indexed" = 0, "failed" = 0, "last_error" = NULL, "complete" = false;
