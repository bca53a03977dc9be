/** Whether a query failed because a row of this unique constraint exists; drizzle wraps the driver's error. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && cause.code === '23505' && 'constraint' in cause)
      return cause.constraint === constraint;
  }
  return false;
}
