export type Example = { title: string; query: string; variables?: Record<string, unknown> };

/** Operations for what a newcomer does first, in that order; every one is executed by a test. */
export const examples: readonly Example[] = [
  {
    title: 'Welcome',
    query: `# Put your API key into the field above, press Use,
# then the play button. The book icon on the left
# explains every type and field; the other tabs show
# what to do next.
query Welcome {
  viewer { keyName scopes project { name } }
  jobs(first: 5) {
    totalCount
    nodes {
      id
      name
      state
      latestRun {
        id
        progress { pagesPerSecond counters { finished waiting } }
      }
    }
  }
}
`,
  },
  {
    title: 'CreateJob',
    query: `# Creates a job and starts it. It stays on the hosts of
# its seeds, obeys robots.txt and asks a host once a
# second, unless "scope" and "rules" say otherwise.
# A mistake answers with an error that says what to do.
mutation CreateJob($input: JobCreateInput!) {
  jobCreate(input: $input) {
    __typename
    ... on Job {
      id
      name
      state
      seedCount
      scope { kind of }
      policy { id rules { pace { mode delayMs perSecond } } }
    }
    ... on UserError { code message path }
    ... on BadSeedsError { rows { row url problem } }
  }
}
`,
    variables: { input: { seeds: ['https://example.com/'], limits: { maxPages: 100, maxDepth: 3 } } },
  },
  {
    title: 'Why',
    query: `# Why the URLs of a run wait (put the id of a run below),
# and what is found of it: in words, in numbers with
# what is normal, and the mutation that mends it.
query Why($id: ID!) {
  run(id: $id) {
    state
    causes { waiting error causes { cause urls share since } }
    findings(state: OPEN) {
      cause share since sentence
      evidence { name value unit normalFrom normalTo }
      hosts urls advice
      action { label mutation input command }
    }
  }
}
`,
    variables: { id: 'run_…' },
  },
  {
    title: 'Watch',
    query: `# Follows a job (put its id below) to its end:
# a snapshot at once, then what changes.
subscription Watch($id: ID!) {
  jobProgress(id: $id, intervalMs: 1000) {
    __typename
    progress {
      at state pagesPerSecond bytesPerSecond
      counters { fetched failed waiting inFlight finished accepted bytes }
      stages { stage inFlight waiting service { p50Ms p99Ms } }
    }
    ... on JobStateChanged { from to }
  }
}
`,
    variables: { id: 'job_…' },
  },
  {
    title: 'Live',
    query: `# Many things over one connection: the newest jobs, the
# workers, and what happens in a run. Come again with
# the last "cursor" as "after" and nothing is missed.
subscription Live($topics: [LiveTopic!]!) {
  live(topics: $topics) {
    topic
    event {
      __typename
      dropped
      ... on LiveJobs { jobs { name state } hasMore }
      ... on LiveWorkers { workers { name state inFlight pagesPerSecond } }
      ... on RunEvent { cursor at }
      ... on RunStateChanged { from to }
      ... on RunTrouble { url outcome code detail }
      ... on RunDiscovery { url discoveredFrom }
    }
  }
}
`,
    variables: { topics: [{ jobs: { first: 5 } }, { workers: {} }, { runEvents: { id: 'run_…' } }] },
  },
  {
    title: 'Throttle',
    query: `# Changes a policy while jobs run under it:
# in force on every worker within a second.
mutation Throttle($input: PolicyUpdateInput!) {
  policyUpdate(input: $input) {
    __typename
    ... on Policy {
      id
      version
      rules { pace { mode delayMs perSecond concurrency } }
    }
    ... on UserError { code message path }
    ... on VersionConflictError { current { version } }
  }
}
`,
    variables: {
      input: { id: 'policy_…', rules: { pace: { delayMs: 2000 } }, reason: 'Asked to go slower' },
    },
  },
  {
    title: 'Preview',
    query: `# What a change of a policy would do to the runs that
# go by it now: which hosts change, how many starts a
# second, when they finish. Changes nothing.
query Preview($id: ID!, $rules: PolicyRulesInput!) {
  policyPreview(id: $id, rules: $rules) {
    rules { pace { mode delayMs perSecond } }
    runs {
      run { id job { name } }
      waiting
      changedHosts
      startsPerSecondBefore
      startsPerSecondAfter
      finishBeforeMs
      finishAfterMs
    }
  }
}
`,
    variables: { id: 'policy_…', rules: { pace: { mode: 'RATE', perSecond: 5, concurrency: 2 } } },
  },
  {
    title: 'Explain',
    query: `# Why was this URL (not) crawled? Any URL, known or not,
# in any spelling: where it is, which rule decides, what
# was done with it, who links to it, and when it comes.
query Explain($job: ID!, $url: String!) {
  explainUrl(job: $job, url: $url) {
    summary
    url
    changes
    place
    position
    checks { check passes sentence }
    robots { allowed line lineNumber group readAt }
    holds { kind sentence by reason since until }
    next { earliest latest sentence }
    visits { attempt at outcome status code detail capture { id } }
    dead { reason sentence }
    parents { url kind status }
    redirects { url status target setCookies }
  }
}
`,
    variables: { job: 'job_…', url: 'https://example.com/' },
  },
  {
    title: 'HostRule',
    query: `# What a host is owed, whatever the policies say. With
# "blocked": true nothing is asked of it. Admin keys only.
mutation HostRule($input: HostRuleSetInput!) {
  hostRuleSet(input: $input) {
    __typename
    ... on HostRule {
      id
      pattern
      blocked
      pace { mode delayMs }
    }
    ... on UserError { code message path }
  }
}
`,
    variables: {
      input: { pattern: '*.example.com', pace: { delayMs: 5000 }, reason: 'They asked for it' },
    },
  },
  {
    title: 'Robots',
    query: `# What the robots.txt of a host said and when, newest
# first, with what had changed; and the rules of yours
# that match the host.
query Robots($host: String!) {
  host(host: $host) {
    robotsHistory(first: 5) {
      nodes { origin state detail firstSeenAt lastSeenAt diff }
    }
    rules { id pattern blocked pace { mode delayMs } }
  }
}
`,
    variables: { host: 'example.com' },
  },
  {
    title: 'InFlight',
    query: `# What workers hold now, the oldest first: what hangs,
# and where.
query InFlight($filter: InFlightFilter) {
  inFlight(first: 20, filter: $filter) {
    nodes {
      url
      since
      stage
      attempt
      worker { name }
      run { id job { name } }
    }
  }
}
`,
    variables: { filter: { olderThanMs: 0 } },
  },
  {
    title: 'Dead',
    query: `# URLs a run gave up, and why.
query Dead($run: ID!) {
  run(id: $run) {
    deadReasons { reason count }
    dead(first: 10) { nodes { url reason outcome code attempts } }
  }
}
`,
    variables: { run: 'run_…' },
  },
  {
    title: 'RetryDead',
    query: `# How many of the URLs a run gave up would be tried
# again. Without "dryRun" they are, in the background.
mutation RetryDead($input: DeadRetryInput!) {
  deadRetry(input: $input) {
    __typename
    ... on BulkRequested {
      matched
      operation { id state processed total }
    }
    ... on UserError { code message }
  }
}
`,
    variables: { input: { runId: 'run_…', dryRun: true } },
  },
  {
    title: 'Traps',
    query: `# URLs that are held because their like brings nothing
# new, with the evidence. quarantineRelease, quarantineKeep
# and quarantineAllow decide what becomes of them.
query Traps($run: ID!) {
  run(id: $run) {
    quarantine {
      held
      traps { pattern state held pages fresh barren pair }
    }
  }
}
`,
    variables: { run: 'run_…' },
  },
  {
    title: 'Pause',
    query: `# Pauses a job; jobResume, jobCancel and jobStart
# look the same.
mutation Pause($id: ID!) {
  jobPause(input: { id: $id }) {
    __typename
    ... on Job { id state }
    ... on UserError { code message }
  }
}
`,
    variables: { id: 'job_…' },
  },
  {
    title: 'Captures',
    query: `# What was stored. Page on with "after"; bodyUrl
# downloads, "headers" and "body" read the archive.
query Captures($job: ID!, $after: String) {
  job(id: $job) {
    captures(
      first: 20
      after: $after
      filter: { status: [200], contentType: "text/html" }
    ) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        id url status bytes title capturedAt bodyUrl
        timings { stage serviceMs }
      }
    }
  }
}
`,
    variables: { job: 'job_…', after: null },
  },
  {
    title: 'Requeue',
    query: `# How many pages would be asked for again: all that
# answered 404. Without "dryRun" they are.
mutation Requeue($input: PagesRequeueInput!) {
  pagesRequeue(input: $input) {
    __typename
    ... on BulkRequested {
      matched
      operation { id state processed total }
    }
    ... on UserError { code message path }
  }
}
`,
    variables: { input: { jobId: 'job_…', filter: { status: [404] }, dryRun: true } },
  },
  {
    title: 'Search',
    query: `# Pages by their words, best first: "phrases", or,
# and -words that must not be there.
query Search($query: String!) {
  search(query: $query, first: 10) {
    nodes {
      url
      title
      score
      highlight { text match }
    }
  }
  searchBacklog { waiting indexed }
}
`,
    variables: { query: 'garbage collector -mark' },
  },
  {
    title: 'Schedule',
    query: `# Starts a run of a job by the clock.
mutation Schedule($input: ScheduleCreateInput!) {
  scheduleCreate(input: $input) {
    __typename
    ... on Schedule {
      id
      cron
      timeZone
      nextAt
    }
    ... on UserError { code message path }
  }
}
`,
    variables: { input: { jobId: 'job_…', cron: '30 2 * * *', timeZone: 'Europe/Berlin' } },
  },
  {
    title: 'NewKey',
    query: `# A key for somebody who may look and nothing else.
# Its secret is shown this once.
mutation NewKey($input: ApiKeyCreateInput!) {
  apiKeyCreate(input: $input) {
    __typename
    ... on ApiKeyCreated {
      secret
      apiKey { id name scopes expiresAt }
    }
    ... on UserError { code message path }
  }
}
`,
    variables: { input: { name: 'onlooker', scopes: ['JOBS_READ'] } },
  },
  {
    title: 'History',
    query: `# Who changed what, when and why.
query History {
  auditLog(first: 20) {
    nodes {
      at
      keyName
      action
      subjectType
      subjectId
      before
      after
      reason
    }
  }
}
`,
  },
  {
    title: 'Workers',
    query: `# The fleet, as each worker reported itself
# within the last seconds.
query Workers {
  workers {
    nodes {
      name state blockedBy version slots inFlight
      pages pagesPerSecond rssBytes cpuMs
      eventLoopLag { p50 p99 }
      stages {
        stage inFlight waiting done failed
        wait { meanMs }
        service { p50Ms p95Ms p99Ms }
      }
    }
  }
}
`,
  },
  {
    title: 'SlowStages',
    query: `# How long each stage took lately, and visits behind
# the slow moments. Other figures are listed under
# "Metric" in the docs; "filter" names runs and hosts.
query SlowStages {
  metrics(
    name: STAGE_SERVICE
    groupBy: STAGE
    aggregation: P95
  ) {
    unit step left
    series {
      labels { name value }
      points { t v exemplar { ms url } }
    }
  }
}
`,
  },
];
