/** What is asked of a decision about traps. */
const decided = '... on QuarantineDecided { traps { ...TrapParts } operation { ...BulkParts } }';

/**
 * The documents that are all alike, from which `scripts/operations.ts` makes them. Of every mutation of the API there is one, named as
 * it; its input is `$input`, and what a refusal tells is asked of each. Here is what is asked of an answer that is no object with a
 * fragment of its own.
 */
export const changes: Record<string, string> = {
  jobDelete: '... on JobDeleted { id }',
  jobAddSeeds: '... on SeedsAdded { added known refused results { row url state problem } }',
  policyDelete: '... on PolicyDeleted { id }',
  hostRuleRemove: '... on HostRuleRemoved { id }',
  scheduleDelete: '... on ScheduleDeleted { id }',
  webhookCreate: '... on WebhookCreated { secret webhook { ...WebhookParts } }',
  webhookDelete: '... on WebhookDeleted { id }',
  projectCreate: '... on ProjectCreated { secret keyId project { ...ProjectParts } }',
  projectDelete: '... on ProjectDeletion { id name jobs runs done }',
  quarantineRelease: decided,
  quarantineAllow: decided,
  quarantineKeep: decided,
  apiKeyCreate: '... on ApiKeyCreated { secret apiKey { ...ApiKeyParts } }',
};

/** Queries of lists that are read page by page, by their name: the way to the list, and what is asked of each item. */
export const lists: Record<string, readonly [way: string[], item: string]> = {
  JobList: [['jobs(filter: $filter)'], '...JobRow'],
  JobSeeds: [['job(id: $id)', 'seeds'], 'url'],
  RunList: [['job(id: $id)', 'runs'], '...RunParts'],
  RunsAll: [['runs(state: $state)'], '...RunRow'],
  FindingList: [['findings(filter: $filter)'], '...FindingParts'],
  OperationsOfRun: [['run(id: $id)', 'operations'], '...OperationParts'],
  CapturesOfJob: [['job(id: $id)', 'captures(filter: $filter)'], '...CaptureParts'],
  CapturesOfRun: [['run(id: $id)', 'captures(filter: $filter)'], '...CaptureParts'],
  DeadList: [['run(id: $run)', 'dead(filter: $filter)'], 'url reason outcome code detail status attempts at'],
  InFlightAll: [['inFlight(filter: $filter)'], '...InFlightParts'],
  InFlightOfRun: [['run(id: $run)', 'inFlight(filter: $filter)'], '...InFlightParts'],
  Search: [['search(query: $query, filter: $filter)'], '...SearchHitParts'],
  BulkList: [['bulkOperations(state: $state)'], '...BulkParts'],
  PolicyList: [['policies'], '...PolicyParts'],
  PolicyVersions: [
    ['policy(id: $id)', 'versions'],
    'version author reason createdAt rules { pace { ...PaceParts } }',
  ],
  HostRuleList: [['hostRules(filter: $filter)'], '...HostRuleParts'],
  RobotsHistory: [['host(host: $host)', 'robotsHistory'], '...RobotsVersionParts'],
  ProjectList: [['projects(filter: $filter)'], '...ProjectParts'],
  WorkerList: [['workers'], '...WorkerParts'],
  ScheduleList: [['schedules(filter: $filter)'], '...ScheduleParts'],
  WebhookList: [['webhooks'], '...WebhookParts'],
  WebhookDeliveries: [
    ['node(id: $id)', '__typename ... on Webhook', 'deliveries(state: $state)'],
    '...DeliveryParts',
  ],
  ApiKeyList: [['apiKeys(filter: $filter)'], '...ApiKeyParts'],
  AuditLog: [['auditLog(filter: $filter)'], 'id at action keyName subjectType subjectId before after reason'],
};

/** Fragments that ask for all there is of a type: its scalars, and all of its parts that have no id; and what else is told here. */
export const wholes: Record<string, readonly [type: string, more?: string]> = {
  TrapParts: ['Trap'],
  PolicyParts: ['Policy'],
  PaceParts: ['Pace'],
  StageParts: ['StageSummary'],
  MetricsParts: ['Metrics'],
  CounterParts: ['RunCounters'],
  ProgressParts: ['RunProgress'],
  ForecastParts: ['Forecast'],
  PlanParts: ['JobPlan'],
  HostRuleParts: ['HostRule'],
  ConductorsParts: ['Conductors'],
  HostPausedParts: ['HostPaused', 'job { id name }'],
  HostStateParts: ['HostState'],
  RobotsVersionParts: ['RobotsVersion'],
  HostLedgerParts: ['HostLedger'],
  LedgerWindowParts: ['LedgerWindow'],
  ScheduleParts: ['Schedule', 'job { id name }'],
  WebhookParts: ['Webhook', 'job { id }'],
  DeliveryParts: ['WebhookDelivery'],
  BulkParts: ['BulkOperation'],
  BulkRequestedParts: ['BulkRequested', 'operation { ...BulkParts }'],
  ProjectParts: ['Project'],
  ApiKeyParts: ['ApiKey'],
  InFlightParts: ['InFlight', 'worker { id name } run { id job { id name } }'],
  FindingParts: ['Finding', 'run { id shortId job { id name } }'],
  CausesParts: ['RunCauses'],
  OperationParts: ['RunOperation', 'run { id shortId state error job { id name } }'],
  UrlParts: [
    'UrlExplanation',
    `job { id name } run { id shortId state } page { depth discoveredFrom firstSeenAt lastVisitAt lastStatus lastOutcome title capture { id } }
     policyVersion { id version author reason createdAt } visits { capture { id } } redirects { capture { id } }`,
  ],
};
