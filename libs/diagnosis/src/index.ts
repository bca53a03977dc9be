export { follow, forecast } from './forecast/forecast.ts';
export {
  type Bound,
  bounds,
  type Forecast,
  type HostBacklog,
  type Range,
  type Situation,
  type Unknown,
  unknowns,
} from './forecast/situation.ts';
export { emptyTrack, nextLook, type Track } from './forecast/track.ts';
