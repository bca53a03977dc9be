import type { Power } from './powers.ts';

/**
 * Every mutation of the API with the powers it may set, widen or use: a new one does not build until it is here, and a test asks it with
 * keys of every scope. None: in any hands it does no more than its own scope says.
 */
export const verbPowers: Readonly<Record<string, readonly Power[]>> = {
  jobCreate: ['privateNetworks', 'secrets', 'proxies'],
  jobUpdate: ['privateNetworks', 'secrets', 'proxies'],
  jobClone: ['privateNetworks', 'secrets', 'proxies'],
  /** The same for POST /jobs/<id>/seeds. */
  jobAddSeeds: ['privateNetworks', 'secrets'],
  jobStart: ['privateNetworks'],
  jobResume: ['privateNetworks'],
  jobPause: [],
  jobCancel: [],
  jobDelete: [],

  /** Each job is asked for when its turn comes; those whose power is lacking have failed. */
  jobsStart: ['privateNetworks'],
  jobsResume: ['privateNetworks'],
  jobsPause: [],
  jobsCancel: [],
  jobsDelete: [],
  bulkCancel: [],
  deadRetry: ['privateNetworks'],
  pagesRequeue: ['privateNetworks'],
  /** What was held is asked for. */
  quarantineRelease: ['privateNetworks'],
  quarantineAllow: ['privateNetworks'],
  quarantineKeep: [],

  runRepair: ['privateNetworks'],
  /** With `fix` URLs are crawled that would not have been. */
  runAudit: ['privateNetworks'],

  /** Asked again whenever it is due, with the key that set it last. */
  scheduleCreate: ['privateNetworks'],
  scheduleUpdate: ['privateNetworks'],
  scheduleDelete: [],

  policyCreate: ['privateNetworks'],
  policyUpdate: ['privateNetworks'],
  policyRollBack: ['privateNetworks'],
  policyDelete: [],

  hostRuleSet: ['hostRules'],
  hostRuleRemove: ['hostRules'],
  hostPause: ['hostRules'],
  hostResume: ['hostRules'],

  webhookCreate: ['privateNetworks'],
  webhookUpdate: ['privateNetworks'],
  webhookRedeliver: ['privateNetworks'],
  webhookDelete: [],

  /** No key gives a scope that it lacks. */
  apiKeyCreate: ['privateNetworks', 'secrets', 'proxies', 'hostRules'],
  apiKeyRevoke: [],
  projectCreate: [],
  projectUpdate: [],
  projectSuspend: [],
  projectResume: [],
  projectDelete: [],
  workerDrain: [],
  workerResume: [],
};
