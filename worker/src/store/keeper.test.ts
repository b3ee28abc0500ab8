import { Keeper, type Subscription } from './keeper.ts';

/** A source that the test speaks for. */
class FakeSource {
  subscriptions = 0;
  open = 0;
  say: (value: string) => void = () => undefined;
  fail: (error: unknown) => void = () => undefined;

  readonly subscribe: Subscription<string> = (onValue, onError) => {
    this.subscriptions += 1;
    this.open += 1;
    this.say = onValue;
    this.fail = onError;
    return () => {
      this.open -= 1;
    };
  };
}

describe('Keeper', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('subscribes again when a subscription ends', () => {
    const source = new FakeSource();
    const heard: string[] = [];
    const errors: unknown[] = [];
    const keeper = new Keeper(
      source.subscribe,
      (value) => heard.push(value),
      (error) => errors.push(error),
    );
    source.say('one');
    source.fail(new Error('gone'));
    jest.advanceTimersByTime(300);
    source.say('two');
    expect(heard).toEqual(['one', 'two']);
    expect(errors).toHaveLength(1);
    expect(source.open).toBe(1);
    keeper.close();
    expect(source.open).toBe(0);
  });

  it('hears nothing of a subscription that it has replaced', () => {
    const source = new FakeSource();
    const heard: string[] = [];
    const keeper = new Keeper(
      source.subscribe,
      (value) => heard.push(value),
      () => undefined,
    );
    const old = source.say;
    keeper.renew();
    old('late');
    source.say('now');
    expect(heard).toEqual(['now']);
    keeper.close();
  });

  it('says whether it has a value of the subscription that stands', () => {
    const source = new FakeSource();
    const keeper = new Keeper(
      source.subscribe,
      () => undefined,
      () => undefined,
    );
    const seen = [keeper.hasValue];
    const look = (act: () => unknown) => {
      act();
      seen.push(keeper.hasValue);
    };
    look(() => source.say('one'));
    look(() => source.fail(new Error('gone')));
    look(() => jest.advanceTimersByTime(300));
    look(() => source.say('two'));
    look(() => keeper.renew());
    look(() => source.say('three'));
    look(() => keeper.close());
    expect(seen).toEqual([false, true, false, false, true, false, true, false]);
  });

  it('stays closed', () => {
    const source = new FakeSource();
    const keeper = new Keeper(
      source.subscribe,
      () => undefined,
      () => undefined,
    );
    source.fail(new Error('gone'));
    keeper.close();
    jest.advanceTimersByTime(10_000);
    keeper.renew();
    expect(source.subscriptions).toBe(1);
  });
});
