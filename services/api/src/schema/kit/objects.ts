import { captureKey } from '../../stores/page/capture-store.ts';
import type { PageValue } from '../../stores/page/page-store.ts';
import type { CaptureValue, JobValue, RunValue } from '../../stores/values.ts';
import { builder } from './builder.ts';
import { connectionOf } from './connection.ts';

/** Objects that lead to each other, apart from their fields: so that no two files import each other. */

export const Job = builder.objectRef<JobValue>('Job');
export const JobConnection = connectionOf('Job', Job, (job) => job.id);

export const Run = builder.objectRef<RunValue>('Run');
export const RunConnection = connectionOf('Run', Run, (run) => run.id);

export const Page = builder.objectRef<PageValue>('Page');
export const PageConnection = connectionOf('Page', Page, ({ hash }) => hash);

export const Capture = builder.objectRef<CaptureValue>('Capture');
export const CaptureConnection = connectionOf('Capture', Capture, captureKey);
