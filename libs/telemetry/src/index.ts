export type { HistogramCounts, StageCounts, StageName, StageReport, WorkerReport } from './report.ts';
export type { Topics } from './topics.ts';
