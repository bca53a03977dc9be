import { refusal } from '../limits/refusals.ts';
import { UserError } from '../stores/errors.ts';

/** Queries have no result unions: what a caller can put right is a top-level error with the same words. */
export async function asRefusal<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw refusal(error.code === 'NOT_FOUND' ? 'NOT_FOUND' : 'BAD_INPUT', error.message);
  }
}
