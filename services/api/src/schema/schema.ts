/** The map of the API: one import per type and per operation. */
import { specifiedDirectives } from 'graphql';
import './scalars.ts';
import './errors.ts';
import './project/project.ts';
import './policy/policy.ts';
import './policy/policy-create.ts';
import './policy/policy-update.ts';
import './job/job.ts';
import './job/job-create.ts';
import './job/job-update.ts';
import './job/job-clone.ts';
import './job/job-delete.ts';
import './job/job-add-seeds.ts';
import './job/job-start.ts';
import './job/job-pause.ts';
import './job/job-resume.ts';
import './job/job-cancel.ts';
import './job/job-progress.ts';
import './run/run.ts';
import './capture/capture.ts';
import './page/page.ts';
import './search/search.ts';
import './worker/worker.ts';
import './key/api-key.ts';
import './key/api-key-create.ts';
import './key/api-key-revoke.ts';
import './audit/audit-log.ts';
import './operation/operation.ts';
import './operation/run-audit.ts';
import './operation/run-repair.ts';
import { builder } from './builder.ts';
import { describeScopes, requiresScope } from './scope-directive.ts';

export const schema = describeScopes(
  builder.toSchema({ directives: [...specifiedDirectives, requiresScope] }),
);
