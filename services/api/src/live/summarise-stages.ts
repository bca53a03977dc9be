import type { Stage } from '@trunkline/policy';
import type { StageReport } from '@trunkline/telemetry';
import type { StageValue } from '../stores/values.ts';

export function summariseStages(_report: StageReport, _names: readonly Stage[]): StageValue[] {
  return [];
}
