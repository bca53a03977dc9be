import { isIP } from 'node:net';
import { defaultPace, type Policy } from '@trunkline/policy';
import { isPublicAddress } from '@trunkline/web/address';
import { hostName } from '@trunkline/web/url';
import type { Caller } from '../values.ts';
import { checkRules, type RulesPatch } from './check-rules.ts';

/** The rules of a job's own policy; where they name no pace, the one strangers (or the user's own hosts) are owed. */
export function rulesForSeeds(patch: RulesPatch, hosts: readonly string[], caller: Caller): Policy {
  const rules = checkRules(patch, { base: {}, caller, path: ['input', 'rules'] });
  if (patch.pace != null) return rules;
  const isPrivateAddress = (host: string) => {
    const name = hostName(host);
    return isIP(name) !== 0 && !isPublicAddress(name);
  };
  return { ...rules, pace: defaultPace(hosts, rules.allowPrivateNetworks, isPrivateAddress) };
}
