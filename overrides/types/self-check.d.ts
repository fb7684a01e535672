/* Values of the self-check and of the firm's own record: see self-check/core.js for what they mean. */
declare namespace SelfCheck {
  type Result = "y" | "n" | "-" | "";
  type Words = Record<Result, string>;
  interface Scope {
    role: string;
    trade: string;
    depth: string;
    have: string[] | null;
    /** Ids of the circumstances that the firm says it has none of. */
    lack: string[];
    hazard: string;
    items: string[];
    all: boolean;
    wide: string[];
  }
  interface Look {
    day: string;
    by: string;
    ok: boolean;
    note: string;
  }
  interface Answer {
    r: Result;
    note: string;
    who: string;
    due: string;
    t: number;
    again: Look[];
    was: Result | "closed";
  }
  interface Head {
    firm?: string;
    code?: string;
    address?: string;
    present?: string;
    place?: string;
    day: string;
    by?: string;
    people?: number;
  }
  interface Check extends Required<Head> {
    v: number;
    id: string;
    scope: Scope;
    edition: string;
    from: string;
    made: number;
    t: number;
    points: Record<string, Answer>;
    items: Record<string, { r: Result; t: number }>;
  }
  /** `current`: all but `gone`; `withdrawn`, `unknown`: no point, item and aspect. */
  interface Row {
    id: string;
    state: "current" | "withdrawn" | "unknown";
    point: CheckPoint | null;
    item: CheckItem | null;
    aspect: Aspect | null;
    answer: Answer;
    gone: Withdrawn | null;
    major: boolean;
    /** Places in `majorIf` of the cases that can concern the firm. */
    cases: number[];
  }
  interface Counts {
    all: number;
    done: number;
    y: number;
    n: number;
    na: number;
    open: number;
    closed: number;
    late: number;
    major: number;
  }
  interface QuickCounts {
    all: number;
    done: number;
    y: number;
    n: number;
    na: number;
    vague: number;
  }
  interface Photo {
    key?: string;
    point?: string;
    when: string;
    image: string;
  }
  interface Media {
    signs: { checker?: string; manager?: string };
    photos: Record<string, Photo[]>;
  }
  interface Read {
    check?: Check;
    reason?: string;
    newer?: boolean;
  }

  /** What is half typed, kept for this visit under a name until null takes its place. */
  interface Draft {
    read(name: string): Record<string, string | number | undefined>;
    keep(name: string, values: object | null): void;
  }

  /** self-check/core.js, files.js, papers.js */
  interface Rules {
    VERSION: number;
    FORMAT: string;
    LIMITS: Record<string, number>;
    RESULTS: Words;
    ROLES: Record<string, string>;
    DEPTHS: Record<string, string>;
    POINT_ID: RegExp;
    ITEM_ID: RegExp;
    CHECK_ID: RegExp;
    WEB_NAME: RegExp;
    isDay(text: string): boolean;
    addDays(day: string, count: number): string;
    daysBetween(from: string, to: string): number;
    dayOf(date: Date): string;
    dayText(day: string): string;
    emptyScope(): Scope;
    parseScope(query: string, data: HandbookPoints): Scope | null;
    scopeQuery(scope: Scope): string;
    scopeText(scope: Scope, data: HandbookPoints, brief?: boolean): string;
    select(scope: Scope, data: HandbookPoints): string[];
    restParts(scope: Scope, data: HandbookPoints): { scope: Scope; count: number }[];
    tradesOf(role: string, data: HandbookPoints): Trade[];
    circumstances(scope: Scope, data: HandbookPoints): HandbookPoints["circumstances"];
    concerning(scope: Scope, data: HandbookPoints): CheckPoint[];
    isMajor(point: CheckPoint, scope: Scope, data: HandbookPoints): boolean;
    majorCases(point: CheckPoint, scope: Scope, data: HandbookPoints): number[];
    quickItems(scope: Scope, data: HandbookPoints): CheckItem[];
    quickQuestions(scope: Scope, data: HandbookPoints, item: CheckItem): string[];
    itemAnswer(check: Check, id: string): Result;
    quickCounts(check: Check, data: HandbookPoints): QuickCounts;
    isFinished(check: Check, data: HandbookPoints): boolean;
    vagueItems(check: Check, data: HandbookPoints): CheckItem[];
    isAtOdds(check: Check, data: HandbookPoints, item: CheckItem): boolean;
    checkCounts(check: Check, data: HandbookPoints, today: string): Counts;
    /** What the list of things to mend says of an item without a named point. */
    VAGUE: string;
    newCheck(head: Head, scope: Scope, data: { edition: { id: string } }, now: number, random: number): Check;
    copyCheck(check: Check, day: string, now: number, random: number): Check;
    names(check: Check): string[];
    blankAnswer(): Answer;
    answerOf(check: Check, id: string): Answer;
    isClosed(answer: Answer): boolean;
    isOpen(answer: Answer): boolean;
    latest<C extends { id: string; from: string }>(checks: C[]): C[];
    rows(check: Check, data: HandbookPoints): Row[];
    counts(list: Row[], today: string): Counts;
    score(sum: { y: number; n: number }): number | null;
    scores(
      list: Row[],
      data: HandbookPoints,
      today: string,
    ): { aspect: Aspect; counts: Counts; score: number | null }[];
    merge(one: Check, two: Check): Check;
    isAhead(copy: Check, other: Check): boolean;
    pointsById(data: HandbookPoints): Record<string, CheckPoint>;
    hashOf(id: string, view?: string): string;
    /** How older versions become the next. What comes from a file is looked at field by field. */
    UPGRADES: Record<number, (old: Record<string, unknown>) => Record<string, unknown>>;
    readCheck(value: unknown): Read;
    isPlain(value: unknown): value is Record<string, unknown>;
    fieldsOf(value: unknown): Record<string, unknown>;
    readExport(content: string): { checks?: Check[]; media?: Record<string, Media>; reason?: string };
    exportText(
      checks: Check[],
      data: HandbookPoints,
      day: string,
      media?: Record<string, Media> | null,
    ): string;
    wrongRows(list: Row[]): Row[];
    stateText(answer: Answer, today: string): string;
    csvText(text: string): string;
    csvCell(value: string | number): string;
    csv(check: Check, data: HandbookPoints, guidance: GuidanceById, today: string): string;
    staffingText(id: string, people: number, data: HandbookPoints): string;
    csvAll(checks: Check[], data: HandbookPoints, today: string): string;
    sheetsAll(checks: Check[], data: HandbookPoints, today: string): Ledger.OutSheet[];
    goneText(row: Row): string;
    quickText(sum: QuickCounts): string;
    calendar(checks: Check[], data: HandbookPoints, today: string): string;
    restCalendar(check: Check, checks: Check[], data: HandbookPoints, today: string): string;
    restName(scope: Scope): string;
    partDone(check: Check, scope: Scope, checks: Check[]): Check | null;
    boardRows(
      checks: Check[],
      data: HandbookPoints,
      today: string,
    ): { check: Check; name: string; counts: Counts }[];
    shareText(check: Check, data: HandbookPoints, today: string): string;
  }

  interface Saved {
    ok: boolean;
    check: Check;
    why?: "full" | "gone" | "newer";
  }
  interface Slot {
    side: "a" | "b";
    n: number;
    raw: string | null;
    check: Check | null;
    newer?: boolean;
  }
  /** What is on the device, and what of it cannot be read. */
  interface KeptChecks {
    checks: Check[];
    broken: { id: string; raw: string | null; newer: boolean }[];
  }
  /** self-check/store.js */
  interface Store {
    storage: Storage | null;
    memory: Record<string, Check>;
    unsaved: Record<string, boolean>;
    lasting(): boolean;
    get(id: string): Check | null;
    list(): KeptChecks;
    save(check: Check): Saved;
    remove(id: string): void;
    hasUnsaved(): boolean;
    noteBegun(id: string): void;
    lastBegun(): Check | null;
    refresh(id: string): Check | null;
    watch(target: Window, listener: (id: string | null) => void): void;
    _slot(id: string, side: "a" | "b"): Slot;
    _slots(id: string): [Slot, Slot];
    _ids(): string[];
    _write(key: string, line: string): boolean;
  }

  /** self-check/photos.js */
  interface Photos {
    shrink(file: File): Promise<string>;
    add(check: string, point: string, when: string, image: string): Promise<string>;
    list(check: string, point?: string): Promise<Required<Photo>[]>;
    remove(key: string): Promise<unknown>;
    removeAll(check: string): Promise<unknown>;
    sign(check: string, side: string, image: string): Promise<unknown>;
    all(check: string): Promise<Media>;
    ofChecks(checks: Check[]): Promise<Record<string, Media>>;
    putBack(check: string, media: Media, newer: boolean): Promise<unknown>;
    room(): Promise<string>;
  }

  /** What changes of an answer; `typing` when the hand is still in the field. */
  type Change = (patch: Partial<Answer>, typing?: boolean) => void;
  interface Card {
    node: HTMLElement;
    refresh(row: Row): void;
  }
  interface FieldOptions {
    type?: string;
    value?: string | number;
    limit?: number;
    wide?: boolean;
    lines?: number;
    list?: string;
    min?: number;
    max?: number;
    hint?: string;
    change(value: string, final: boolean): void;
    [more: string]: unknown;
  }
  /** self-check/components.js */
  interface Components {
    vagueList(items: CheckItem[], href: string, aim: { item: string }): HTMLElement;
    choice(
      name: string,
      legend: string,
      words: Words,
      chosen: Result,
      answer: (r: Result) => void,
    ): HTMLElement;
    card(row: Row, desk: Desk, change: Change): Card;
    goneCard(row: Row, desk: Desk): HTMLElement;
    signature(label: string, change: (image: string) => void): HTMLElement;
  }
  /** What the views in other files take of the page: self-check/page.js makes it. */
  interface Desk {
    /** Which points the list shows. */
    filter: string;
    /** The item that the list is opened for. */
    aim: { item: string };
    /** What is drawn anew when the head of the check has changed, while it is shown. */
    headChanged: (() => void) | null;
    data: HandbookPoints;
    view: HTMLElement;
    paper: HTMLElement;
    withGuidance(use: (guidance: GuidanceById) => void): void;
    today(): string;
    flush(): void;
    showHead(name: string): void;
    /** All that is kept on this device, the newest first. */
    kept(): Check[];
    begin(check: Check): void;
    showProgress(): void;
    /** The check that this one looks at again, if it is still kept. */
    before(): Check | null;
    showGroup(title: string, list: Row[], className: string, fold?: boolean): HTMLElement;
    reveal(node: HTMLElement): void;
    widen(item: string): void;
    change(id: string, patch: Partial<Answer>, typing?: boolean): void;
    inList(): boolean;
    /** The open check; an error when there is none. */
    check(): Check;
    /** Whether a check (the one of `id`) is open. */
    isOpen(id?: string): boolean;
    cards(): Record<string, Card>;
    keepItem(id: string, r: Result): void;
    next(from: HTMLElement): void;
    show(id: string): void;
  }
  /** self-check/report.js */
  interface Reports {
    table(className: string, heads: string[], lines: (Child | Child[] | number)[][]): HTMLElement;
    report(
      check: Check,
      data: HandbookPoints,
      guidance: GuidanceById,
      today: string,
      as: { full: boolean; media: Media | null; paper: boolean },
    ): HTMLElement[];
    blank(check: Check, data: HandbookPoints, guidance: GuidanceById): HTMLElement[];
    fileName(check: Check, kind: string, ending: string): string;
  }
  /** A check before it is begun: what is to be looked at, and its head. */
  interface Start {
    data: HandbookPoints;
    scope: Scope;
    head: Required<Head>;
    /** Certain items, a special hazard or everything: no question is left. */
    fixed: boolean;
    /** Whether the address says what is to be looked at. */
    asked: boolean;
  }
  /** What the first view takes of the page. */
  interface HomePage {
    data: HandbookPoints;
    store: Store;
    /** Whether the reader comes back from a check. */
    returning: boolean;
    place: HTMLElement;
    today(): string;
    begin(check: Check): void;
    /** The check that is opened next goes on at its first question without an answer. */
    goOn(): void;
    tellRoom(node: HTMLElement): void;
    redraw(): void;
    /** Calls `done` when the whole program is there. */
    withRest(done: () => void): void;
    printBlank(head: Head, scope: Scope): void;
    giveWorkbook(place: HTMLElement): void;
    remove(id: string): void;
    why(saved: Saved): string;
  }
  /** self-check/saved-checks.js */
  interface SavedChecks {
    list(page: HomePage, kept: KeptChecks): HTMLElement[];
    /** Gives checks as a file that can be taken back, with photos and signatures where that is possible. */
    giveExport(checks: Check[], data: HandbookPoints, today: string, name: string, place: HTMLElement): void;
    /** What goes out as a file; `count` checks are kept. */
    give(page: HomePage, count: number): HTMLElement[];
    /**
     * Joins the checks of files with what is kept; tells what came of it. Nothing changes by a file that is
     * refused.
     */
    takeIn(files: { name: string; text: string }[], page: HomePage): { refused?: string; told?: string };
  }
  /** self-check/list.js */
  interface List {
    show(desk: Desk): void;
    itemButtons(desk: Desk, item: CheckItem, list: Row[]): HTMLElement;
    setFilter(desk: Desk, name: string): void;
    nameNext(desk: Desk): void;
    next(desk: Desk, from: HTMLElement | null): void;
  }
  /** self-check/quick.js */
  interface Quick {
    show(desk: Desk): void;
    tellOdds(desk: Desk): void;
    rest(group: HTMLElement): void;
  }
  /** self-check/summary.js */
  interface Summary {
    show(desk: Desk): void;
    fillPaper(desk: Desk): void;
    showMending(desk: Desk): void;
  }
}

/** firm-profile.js and pack/core.js */
declare namespace Firm {
  interface Profile {
    v: number;
    firm: string;
    code: string;
    address: string;
    side: string;
    trade: string;
    people: number;
    have: string[];
    head: string;
    officer: string;
    other: string;
    exits: string;
    assembly: string;
    posts: { kind: string; post: string; name: string }[];
    calls: { who: string; phone: string }[];
    places: Record<string, { place: string; machine: string }>;
    risks: Record<string, { place: string; unit: string; who: string }>;
  }
  interface Keeper {
    key: string;
    read(): Partial<Profile> | null;
    write(profile: Profile): boolean;
    lastCheck(): SelfCheck.Check | null;
  }
}
