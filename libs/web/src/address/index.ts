export { isPrivateAddress, isPublicAddress } from './is-public-address.ts';
