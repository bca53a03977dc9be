import { defineScript } from '../../script.ts';
import type { HopReply } from '../../types/claims.ts';
import { readClaim } from './claim.ts';

export const hop = defineScript(import.meta.url, {
  args: ['session', 'hopId', 'turn', 'run', 'host', 'entry'],
  use: ['clock', 'runs/runs', 'hosts/hosts'],
  read: (reply): HopReply => {
    const [state, ms, [token = '', text = ''] = [], [version = 0, robotsAt = 0] = []] = reply as Reply;
    if (state === 'wait') return { state, ms };
    if (state !== 'granted') return { state };
    return { state, claim: readClaim(token, text, version, robotsAt) };
  },
});

type Reply = [state: HopReply['state'], ms: number, granted?: string[], facts?: number[]];
