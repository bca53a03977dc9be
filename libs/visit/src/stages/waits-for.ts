import type { Wait } from '@trunkline/policy';
import type { Visit } from '../visit.ts';

/**
 * Waits for something that is no work of the stage a visit is in, if it is in one: under a clock of its own, while that of the stage
 * stands still. `due`: performance.now() up to which it is that wait; what it takes longer is the stage's.
 */
export async function waitsFor<T>(
  { clock, inStage }: Pick<Visit, 'clock' | 'inStage'>,
  what: Wait,
  wait: () => Promise<T>,
  due = Number.POSITIVE_INFINITY,
): Promise<T> {
  const asked = performance.now();
  clock.wait(what, asked);
  if (inStage) clock.stepAside(inStage.stage, inStage.began, asked);
  let isOver = false;
  try {
    const answer = await wait();
    isOver = true;
    return answer;
  } finally {
    const at = Math.max(asked, Math.min(performance.now(), due));
    if (isOver) {
      clock.begin(what, asked, at);
      clock.end(what, at, at, null);
    } else clock.leave(what, asked, at);
    if (inStage) {
      inStage.began += at - asked;
      clock.comeBack(inStage.stage, inStage.began, at);
    }
  }
}
