/* Values of the register of firms: see ledger/core.js and ledger/blocks.js for what they mean. */
declare namespace Ledger {
  type Value = string | number;
  /** A cell as it was read: office/xlsx.js. */
  type Cell = string | number | { big?: string; error?: string; formula?: boolean } | null;
  interface Limits {
    megabytes: number;
    unfolded: number;
    rows: number;
  }
  interface ReadSheet {
    name: string;
    rows: [number, Cell[]][];
    hidden: number;
    merged: string[];
  }
  interface Workbook {
    date1904: boolean;
    sheets: ReadSheet[];
  }
  interface FileBytes {
    name: string;
    bytes: Uint8Array;
  }
  interface Column {
    name: string;
    kind: string;
    required: boolean;
    options: string[];
    least: number | null;
    most: number | null;
    longest: number;
    unit: string;
    width: number;
    also: string[];
    how: string;
  }
  interface SheetPlan {
    id: string;
    name: string;
    needed: boolean;
    key: string[];
    columns: Column[];
  }
  interface Rule {
    id: string;
    level: string;
    kind: string;
    sheet: string;
    column: string;
    otherSheet: string;
    other: string;
    when: string;
    values: string[];
    unless: string;
    unlessValues: string[];
    days: number;
    words: string;
    mend: string;
  }
  interface EventKind {
    name: string;
    moves: number;
  }
  interface GateStep {
    name: string;
    column: string;
    good: string[];
    papers: { text: string; address: string }[];
  }
  /** A row of a sheet; `v` by the names of columns, each a text, a number, or a day as 2026-11-23. */
  interface Row {
    file: string;
    row: number;
    v: Record<string, any>;
  }
  interface Problem {
    rule: string;
    level: string;
    file: string;
    sheet: string;
    row: number;
    column: string;
    field: string;
    words: string;
    mend: string;
  }
  interface ToldOnce extends Problem {
    rows: number[];
  }
  interface Period {
    files: string[];
    sheets: Record<string, Row[]>;
    present: Record<string, boolean>;
    places: Record<string, Record<string, number>>;
    heads: Record<string, number>;
    problems: Problem[];
  }
  interface Index {
    plants: Record<string, Row>;
    buildings: Record<string, Row>;
    firms: Record<string, Row>;
    events: Record<string, Row[]>;
  }
  type Tell = (kind: string, values?: Record<string, unknown>) => "";
  /** What a rule about rows is given besides the row. */
  interface RuleContext {
    period: Period;
    model: LedgerModel;
    today: string;
    index: Index;
    sheet: SheetPlan;
    known(name: string, column: string): Record<string, boolean>;
    first(rule: Rule, record: Row, value: string): Row;
  }

  interface TextBlock {
    kind: "text";
    title: string;
    lines: string[];
  }
  interface TableBlock {
    kind: "table";
    title: string;
    head: string[];
    rows: Value[][];
    total: boolean;
    note: string;
    internal?: boolean;
    dense?: boolean;
    open?: boolean;
    matrix?: boolean;
    counts?: number[];
    derived?: [number, number[]][];
    sums?: number[][];
  }
  interface BarsBlock {
    kind: "bars";
    title: string;
    unit: string;
    series: string[];
    rows: [string, ...number[]][];
  }
  type Block = TextBlock | TableBlock | BarsBlock;
  interface Report {
    id: string;
    title: string;
    day: string;
    place: string;
    files: string[];
    open?: boolean;
    note: string;
    blocks: Block[];
  }
  /** ledger/period.js, view() */
  interface View {
    period: Period;
    index: Index;
    townOf(firm: Row): string;
    firms: Row[];
    present: Row[];
    seen: Record<string, string>;
    problems: Record<string, Row[]>;
    name(id: string): string;
  }
  interface Balance {
    towns: {
      town: string;
      before: number;
      moves: Record<string, number>;
      should: number;
      after: number;
      gap: number;
    }[];
    moving: EventKind[];
    gaps: { town: string; id: string; name: string; why: string }[];
    fresh: Row[];
  }
  /** Where a problem is. */
  interface At {
    file: string;
    sheet?: string;
    row?: number;
    place?: number;
    field?: string;
  }
  /** How a text looks in a document: ledger/docx.js. */
  interface Look {
    size?: number;
    bold?: boolean;
    style?: string;
    keep?: boolean;
    before?: number;
    after?: number;
    align?: string;
    fill?: string;
  }
  /** A sheet to be written: office/xlsx.js. */
  interface OutSheet {
    name: string;
    title?: string;
    head: string[];
    rows: Value[][];
    widths: number[];
    marks?: Record<string, boolean>;
  }

  interface Division {
    code: string;
    name: string;
    section: { code: string; name: string };
    hazards: string[];
    classes: string;
  }

  interface Values {
    plain(text: unknown): string;
    tight(text: unknown): string;
    trim(text: string): string;
    lengthOf(text: string): number;
    order(one: Value, two: Value): -1 | 0 | 1;
    shown(value: unknown): string;
    between(one: string, two: string): number;
    readDay(cell: Value, date1904: boolean): string;
    numberText(value: number): string;
    creditFault(code: string): string;
    holdsIdentity(text: string): boolean;
    holdsMobile(text: string): boolean;
  }
  /** ledger/industries.js */
  interface Industries {
    sizeOf(firm: Row, model: LedgerModel): string;
    divisionOf(code: string, model: LedgerModel): Division | null;
    /** Whether the division has the class; true where its classes are not listed. */
    hasClass(code: string, division: Division): boolean;
  }
  /** ledger/records.js */
  interface Records {
    ruleBook(model: LedgerModel): Record<string, Rule[]>;
    problem(rule: Rule, at: At, values: Record<string, unknown>): Problem;
    open(file: FileBytes, model: LedgerModel, limits: Limits, tell: (one: Problem) => void): Workbook | null;
    gather(files: FileBytes[], model: LedgerModel, limits: Limits): Period;
  }
  interface Core {
    gather(files: FileBytes[], model: LedgerModel, limits: Limits): Period;
    check(period: Period, model: LedgerModel, today: string, before: Period | null): Problem[];
    together(problems: Problem[]): ToldOnce[];
    rowsText(rows: number[]): string;
    indexOf(period: Period): Index;
    newEvents(before: Period, after: Period): { fresh: Row[]; gone: Row[] };
    sizeOf: Industries["sizeOf"];
    divisionOf: Industries["divisionOf"];
    creditFault: Values["creditFault"];
    holdsIdentity: Values["holdsIdentity"];
    holdsMobile: Values["holdsMobile"];
    readDay: Values["readDay"];
    between: Values["between"];
    order: Values["order"];
    plain: Values["plain"];
    nameOf(record: { v: Record<string, any> }, sheet: { id: string }, index: Index): string;
    byName(model: LedgerModel, name: string): SheetPlan;
    placeOf(period: Period, record: Row, sheet: SheetPlan, column: string): number;
  }
  interface Xlsx {
    read(bytes: Uint8Array, limits: Limits): Workbook;
    write(sheets: OutSheet[]): Uint8Array<ArrayBuffer>;
    Unreadable: new (
      kind: string,
      values?: Record<string, Value>,
    ) => {
      kind: string;
      values: Record<string, Value>;
    };
    escape(text: unknown): string;
    letters(column: number): string;
    elements(
      xml: string,
      name: string,
      visit: (attributes: string, inner: string | null, from: number, to: number) => boolean | void,
    ): void;
    attribute(tag: string, name: string): string;
    columnOf(reference: string): number;
    unfold(bytes: Uint8Array, limits: Limits, names: RegExp): Record<string, Uint8Array>;
    sheetParts(files: Record<string, Uint8Array>): {
      sheets: { name: string; part: string }[];
      parts: Record<string, string>;
    };
    partText(files: Record<string, Uint8Array>, name: string | undefined): string;
  }
  /** Cells to be written: office/xlsx-patch.js. */
  interface Change {
    row: number;
    like: number;
    cells: [number, string, boolean][];
  }
  /** The workbook with its cells written, and the places of formulas that stayed. */
  type XlsxPatch = (
    bytes: Uint8Array,
    isWanted: (sheet: string) => boolean,
    changes: Change[],
    limits: Limits,
  ) => { bytes: Uint8Array<ArrayBuffer>; kept: string[] };
  interface Statistics {
    countBy<T>(list: T[], keyOf: (one: T) => string | string[]): Record<string, number>;
    unique<T extends Value>(list: T[]): T[];
    sum(list: number[]): number;
    rounded(value: number, places?: number): number;
    /** Of a list that is not empty. */
    median(values: number[]): number;
    numbers(records: Row[], column: string): number[];
    share(part: number, whole: number, model: LedgerModel, missing?: number): string;
    signed(value: number): string;
    change(before: number, after: number, word: string): string;
  }
  interface PeriodView {
    NOWHERE: string;
    NOBODY: Row;
    isPresent(firm: Row, model: LedgerModel): boolean;
    view(period: Period, model: LedgerModel): View;
    townOrder(periods: Period[]): (one: string, two: string) => number;
    titleOf(firm: Row): string;
    hazardsOf(firm: Row, model: LedgerModel): string[];
    placeOf(firm: { v: Record<string, any> }, v: View): string;
    trade(firm: Row, model: LedgerModel): string;
    work(firm: Row, model: LedgerModel): string;
    isOpen(problem: Row): boolean;
  }
  interface Blocks {
    head(model: LedgerModel, id: string, title: string, period: Period, today: string): Report;
    text(title: string, lines: string[]): TextBlock;
    table(title: string, headRow: string[], rows: Value[][], more?: Partial<TableBlock>): TableBlock;
    isTable(block: Block): block is TableBlock;
    fitted(blocks: Block[], budget: number): Block[];
    listOr(block: TableBlock, nothing: string): Block;
    bars(title: string, unit: string, rows: [string, ...number[]][], series?: string[]): BarsBlock;
  }
  interface Gate {
    gateGaps(v: View, fresh: Row[] | null, model: LedgerModel): string[][];
    gate(before: Period | null, after: Period, model: LedgerModel, today: string): Report;
    gateSheet(after: Period, id: string, model: LedgerModel, today: string): Report;
    buildingClass(firm: Row, v: View): string;
  }
  /** A firm on the round: days since the last visit (-1: never), open problems, whether one may be major. */
  interface Stop {
    firm: Row;
    last: string;
    days: number;
    open: number;
    major: boolean;
    hazards: string[];
  }
  /** What the sheet of a visit says of a firm: values by label, further lines, problems to look at again. */
  interface LeafFacts {
    head: Record<string, string>;
    more: [string, string][];
    problems: string[][];
  }
  /** The sheet of a visit (scripts/handbook/sheets/page_data.py). */
  interface Leaf {
    title: string;
    notice: string;
    foot: string;
    turn: number;
    blocks: LeafBlock[];
  }
  /** Label, what stands beside it, quarters of the width. */
  type LeafField = [string, string, number];
  interface LeafTable {
    kind: "table";
    title: string;
    columns: [string, number][];
    rows: [string, string[][]][];
    height: number;
  }
  type LeafBlock = { kind: "fields"; rows: LeafField[][] } | LeafTable | LeafCodes;
  /** Codes: the number of an item, modules along a side, the line of the dark ones. */
  interface LeafCodes {
    kind: "codes";
    note: string;
    perRow: number;
    side: number;
    codes: [string, number, string][];
  }
  interface VisitSheetPage {
    chooser(
      place: { root: HTMLElement; paper: HTMLElement },
      v: View,
      model: LedgerModel,
      today: string,
    ): HTMLElement;
  }
  interface Round {
    stops(v: View, model: LedgerModel, today: string): Stop[];
    isDue(stop: Stop, days: number): boolean;
    leafOf(firm: Row, v: View, model: LedgerModel): LeafFacts;
    leafBlocks(leaf: Leaf, facts: LeafFacts): LeafBlock[];
    overdueTable(v: View, model: LedgerModel, today: string): TableBlock;
    round(after: Period, model: LedgerModel, today: string, days: number): Report;
    handover(after: Period, model: LedgerModel, today: string): Report;
  }
  interface Week {
    weekly(before: Period | null, after: Period, model: LedgerModel, today: string, whole: boolean): Report;
  }
  interface Actions {
    actions(before: Period, after: Period, model: LedgerModel, today: string): Block[];
  }
  interface Years {
    twoYears(before: Period, after: Period, model: LedgerModel, today: string, publish: boolean): Report;
  }
  interface Publish {
    forPublishing(blocks: Block[], model: LedgerModel): Block[];
    suppressed(block: TableBlock, model: LedgerModel): TableBlock;
  }
  interface Sheets {
    asSheets(report: Report): OutSheet[];
    correctedCopy(period: Period, problems: Problem[], model: LedgerModel): OutSheet[];
  }
  interface Reports
    extends
      Pick<PeriodView, "view">,
      Pick<Gate, "gate" | "gateSheet">,
      Pick<Round, "round" | "handover">,
      Week,
      Years,
      Pick<Publish, "suppressed" | "forPublishing">,
      Sheets {
    balance(before: Period, after: Period, model: LedgerModel): Balance;
  }
  interface Page {
    report(made: Report): HTMLElement;
    table(
      block: Partial<TableBlock> & Pick<TableBlock, "title" | "head" | "rows">,
      level: number,
    ): HTMLElement;
    placeText(one: Problem & { rows?: number[] }): string;
    dayOf(date: Date): string;
    button(text: string, press: () => void, main?: boolean): HTMLElement;
    fileField(
      id: string,
      label: string,
      hint: string,
      accept: string,
      chosen: (files: FileList) => void,
    ): HTMLElement;
    focus(id: string): void;
    publishChoice(model: LedgerModel, state: { publish: boolean }, draw: () => void): HTMLElement;
    readAll(files: FileList, megabytes: number): Promise<FileBytes[]>;
    whyNotRead(error: any): string;
    keep(name: string, ending: ".xlsx" | ".docx", bytes: Uint8Array<ArrayBuffer>): void;
    keepDocument(root: HTMLElement, made: Report, day: string): void;
    load(root: HTMLElement, what: string): Promise<void>;
    print(paper: HTMLElement, made: Report): void;
    printParts(paper: HTMLElement, parts: HTMLElement[]): void;
  }
  /** How often a point was found wrong, and what became of it: ledger/collect.js. */
  interface CollectedPoint {
    id: string;
    looked: number;
    wrong: number;
    closed: number;
    inTime: number;
    late: number;
    again: number;
  }
  /** What the newest check of a firm says. */
  interface CollectedFirm {
    name: string;
    day: string;
    role: string;
    trade: string;
    town: string;
    met: number;
    wrong: number;
    closed: number;
    late: number;
    again: number;
  }
  interface CollectOptions {
    today: string;
    model: LedgerModel;
    towns: Record<string, string> | null;
    townOrder?: (one: string, two: string) => number;
    publish: boolean;
  }
  interface Collected {
    checks: (SelfCheck.Check & { file?: string })[];
    problems: { file: string; reason: string }[];
  }
  /** Something found wrong at a firm, out of the results of a self-check: ledger/findings.js. */
  interface Finding {
    file: string;
    row: number;
    firm: string;
    code: string;
    day: string;
    place: string;
    role: string;
    point: string;
    major: boolean;
    text: string;
    due: string;
    /** 销号, 没改好, or nothing while nobody has looked again; `look` is the day on which. */
    result: string;
    look: string;
  }
  /** What is not taken in: where it stands, why, how to mend it. */
  interface Told {
    where: string;
    words: string;
    mend: string;
    count: number;
  }
  interface Found {
    checks: number;
    findings: Finding[];
    told: Told[];
  }
  interface Findings {
    read(files: FileBytes[], data: HandbookPoints, model: LedgerModel, limits: Limits): Found;
  }
  /** A row of the sheet 问题 as it will be: ledger/intake.js. */
  interface TakenRow {
    kind: "新的" | "更新" | "已经有";
    file: string;
    row: number;
    id: string;
    firm: string;
    point: string;
    day: string;
    what: string;
  }
  /** A firm that has to be asked for, as it is written; `count` of what waits for the answer. */
  interface AskedFirm {
    key: string;
    why: string;
    count: number;
    among: { id: string; name: string }[];
  }
  interface Intake {
    rows: TakenRow[];
    asked: AskedFirm[];
    told: Told[];
    /** Mended before they were taken in, and in no row. */
    mended: number;
    /** Of the new rows: those that may be a major hazard, those without a day. */
    major: number;
    undated: number;
    files: FileBytes[];
    /** The new rows as cells of a sheet, to be pasted where no file can be saved. */
    lines: string[][];
  }
  interface Intakes {
    take(
      found: Found,
      period: Period,
      files: FileBytes[],
      model: LedgerModel,
      answers: Record<string, string>,
      limits: Limits,
    ): Intake;
    countText(taken: Intake): string;
  }
  interface IntakePage {
    fill(place: HTMLElement, desk: IntakeDesk): void;
  }
  /** What the page lends to the part that takes results in. */
  interface IntakeDesk {
    period: Period;
    files: FileBytes[];
    model: LedgerModel;
    today: string;
    /** What is in hand, kept while other views are looked at. */
    hand: { sources: FileBytes[]; answers: Record<string, string>; said: string; focus: string };
    done(files: FileBytes[]): void;
    draw(): void;
  }
  interface Collect {
    MOST: number;
    collect(files: { name: string; text: string }[]): Collected;
    report(
      collected: Collected,
      data: HandbookPoints,
      guidance: GuidanceById,
      options: CollectOptions,
    ): Report;
  }
}
