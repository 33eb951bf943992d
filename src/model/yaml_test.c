/* yaml_test.c - trees, look-ups, and a sentence with file, line and column for each fault. */
#include "model/yaml.h"
#include "tap.h"

void yaml_test(void);

static int64_t no_clock(void *data)
{
    (void)data;
    return 0;
}

static const struct os no_os = {.now_ms = no_clock};

static enum rc read_z(struct call *call, const char *text, const struct yaml **out)
{
    return yaml_read(call, STR("a.yaml"), str_of(text), call->arena, out);
}

static void tree_test(struct call *call)
{
    const struct yaml *tree = NULL;

    CASE("yaml: a tree");
    static const char text[] = "# a kind\nkind: case\nlist:\n  - one\n  - \"two\"\n"
                               "map: {x: 1, y: }\nstory: |\n  two\n  lines\n";
    if (!CHECK_RC(call, read_z(call, text, &tree), RC_OK))
        return;
    CHECK_INT(tree->type, YAML_MAP);
    CHECK_INT(tree->n, 4);
    CHECK_TEXT(yaml_text(tree, "kind"), "case");
    CHECK_TEXT(yaml_text(tree, "story"), "two\nlines\n");
    const struct yaml *list = yaml_find(tree, "list");
    CHECK_INT(list->type, YAML_LIST);
    CHECK_INT(list->key_line, 3);
    CHECK_INT(list->n, 2);
    CHECK_TEXT(list->first->text, "one");
    CHECK(!list->first->quoted && list->first->next->quoted);
    CHECK_INT(list->first->next->line, 5);
    CHECK_INT(list->first->next->column, 5);
    const struct yaml *map = yaml_find(tree, "map");
    CHECK_TEXT(yaml_text(map, "x"), "1");
    CHECK_TEXT(yaml_text(map, "y"), "");
    CHECK(yaml_text(map, "z").p == NULL && yaml_text(tree, "list").p == NULL);
    CHECK(yaml_find(list, "one") == NULL);

    CASE("yaml: texts are stored in NFC");
    CHECK_RC(call, read_z(call, "a: e\xCC\x81\n", &tree), RC_OK);
    CHECK_TEXT(yaml_text(tree, "a"), "\xC3\xA9");
}

static const struct {
    const char *name, *text, *where, *says;
    enum rc rc;
} faults[] = {
    {"nothing", "", "a.yaml:1:1", "empty", RC_INVALID},
    {"only a remark", "# x\n", "a.yaml:1:1", "empty", RC_INVALID},
    {"an anchor", "a: &x 1\n", "a.yaml:1:4", "Anchors (&x)", RC_INVALID},
    {"an anchor on a map", "a: &x {b: 1}\n", "a.yaml:1:4", "Anchors (&x)", RC_INVALID},
    {"an anchor on a list", "a: &x [1]\n", "a.yaml:1:4", "Anchors (&x)", RC_INVALID},
    {"an alias", "a: *x\n", "a.yaml:1:4", "Aliases (*x)", RC_INVALID},
    {"a tag", "a: !!int 1\n", "a.yaml:1:4", "Tags (tag:yaml.org,2002:int)", RC_INVALID},
    {"a bare tag", "a: ! 1\n", "a.yaml:1:4", "Tags (!)", RC_INVALID},
    {"a second document", "a: 1\n---\nb: 2\n", "a.yaml:2:1", "second one", RC_INVALID},
    {"a directive", "%YAML 1.1\n---\na: 1\n", "a.yaml:1:1", "Directives", RC_INVALID},
    {"a key twice", "a: 1\nb: 2\na: 3\n", "a.yaml:3:1", "already, in line 1", RC_INVALID},
    {"a list as a key", "? [a]\n: 1\n", "a.yaml:1:3", "A key is one text", RC_INVALID},
    {"a map as a key", "{a: 1}: 1\n", "a.yaml:1:1", "A key is one text", RC_INVALID},
    {"half a list", "a: [1, 2\n", "a.yaml:2:1", "not YAML", RC_INVALID},
    {"a tab as indent", "a:\n\tb: 1\n", "a.yaml:2:1", "not YAML", RC_INVALID},
    {"no UTF-8", "a: 1\nb: caf\xE9\n", "a.yaml:2:7", "not UTF-8", RC_INVALID},
    {"a surrogate", "b: \xED\xA0\x80\n", "a.yaml:1:4", "not UTF-8", RC_INVALID},
    {"half a letter", "b: \xC4", "a.yaml:1:4", "not UTF-8", RC_INVALID},
    {"a bell", "a: 1\nb: x\ay\n", "a.yaml:2:5", "not YAML: control", RC_INVALID},
    {"a written bell", "a: \"\\a\"\n", "a.yaml:1:4", "control character", RC_INVALID},
    {"a written NUL", "a: \"\\0\"\n", "a.yaml:1:4", "control character", RC_INVALID},
    {"17 deep", "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", "a.yaml:1:17", "16 deep", RC_LIMIT},
};

static void faults_test(struct call *call)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        const struct yaml *tree = NULL;
        CASE("yaml: refuses %s", faults[i].name);
        CHECK_INT(read_z(call, faults[i].text, &tree), faults[i].rc);
        CHECK_TEXT(call->error.where, faults[i].where);
        CHECK(call->error.text.p != NULL && strstr(call->error.text.p, faults[i].says) != NULL);
        CHECK(tree == NULL);
        call_forgive(call);
    }
}

static struct str repeated(struct call *call, const char *format, int n)
{
    struct buf buf;

    buf_init(&buf, call->arena, 4 << 20);
    for (int i = 0; i < n; i++)
        buf_format(&buf, format, i);
    return buf_str(&buf);
}

static void limits_test(struct call *call)
{
    const struct yaml *tree = NULL;

    CASE("yaml: limits of bytes, values and keys");
    struct str text = repeated(call, "# %d\n", 300000);
    CHECK_INT(yaml_read(call, STR("a"), text, call->arena, &tree), RC_LIMIT);
    call_forgive(call);
    text = repeated(call, "- %d\n", YAML_NODES_MAX);
    CHECK_INT(yaml_read(call, STR("a"), text, call->arena, &tree), RC_LIMIT);
    call_forgive(call);
    text = repeated(call, "- %d\n", YAML_NODES_MAX - 1);
    CHECK_RC(call, yaml_read(call, STR("a"), text, call->arena, &tree), RC_OK);
    CHECK_INT(tree->n, YAML_NODES_MAX - 1);
    text = repeated(call, "k%d: 1\n", YAML_KEYS_MAX);
    CHECK_RC(call, yaml_read(call, STR("a"), text, call->arena, &tree), RC_OK);
    text = repeated(call, "k%d: 1\n", YAML_KEYS_MAX + 1);
    CHECK_INT(yaml_read(call, STR("a"), text, call->arena, &tree), RC_LIMIT);
    CHECK_TEXT(call->error.where, "a:1001:1");
    call_forgive(call);
}

static void check_fault(struct call *call, const char *where, const char *text)
{
    CHECK_INT(call->fault_count, 1);
    if (call->faults != NULL) {
        CHECK_TEXT(call->faults->where, where);
        CHECK_TEXT(call->faults->text, text);
    }
    call_forgive(call);
}

static void keys_test(struct call *call)
{
    static const struct yaml_key keys[] = {
        {"kind", YAML_TEXT, true, false},
        {"fields", YAML_MAP, false, false},
        {"list", YAML_LIST, false, false},
        {"to", YAML_TEXT, false, true},
    };
    static const struct {
        const char *text, *where, *says;
    } rows[] = {
        {"kind: a\nfeilds: {}\n", "a.yaml:2:1", "Unknown key 'feilds'; did you mean 'fields'?"},
        {"kind: a\nzzzzzzz: 1\n", "a.yaml:2:1", "Unknown key 'zzzzzzz'."},
        {"list: []\n", "a.yaml:1:1", "The key 'kind' is missing here."},
        {"kind: [a]\n", "a.yaml:1:7", "'kind' must be one text or number."},
        {"kind: a\nlist: b\n", "a.yaml:2:7", "'list' must be a list."},
        {"kind: a\nfields: b\n", "a.yaml:2:9", "'fields' must be a map of keys and values."},
        {"- a\n", "a.yaml:1:1", "Here must stand a map of keys and values."},
    };
    const struct yaml *tree = NULL;

    CASE("yaml: keys that may stand in a map");
    CHECK_RC(call, read_z(call, "kind: a\nto: [b]\nlist: []\nfields: {}\n", &tree), RC_OK);
    CHECK(yaml_keys(call, tree, YAML_KEYS(keys)));
    CHECK_INT(call->fault_count, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CHECK_RC(call, read_z(call, rows[i].text, &tree), RC_OK);
        (void)yaml_keys(call, tree, YAML_KEYS(keys));
        check_fault(call, rows[i].where, rows[i].says);
    }
}

static void values_test(struct call *call)
{
    static const char *const words[] = {"received", "delivered", NULL};
    const struct yaml *tree = NULL;
    day d = 0;

    CASE("yaml: numbers, flags, days and words");
    CHECK_RC(call,
             read_z(call,
                    "n: 15\nbig: 9999\nyes: yes\nno: no\nday: 2026-11-22\nodd: 2026-13-01\n"
                    "from: delivered\nwrong: recieved\nfar: zzzzzz\n",
                    &tree),
             RC_OK);
    CHECK_INT(yaml_int(call, tree, "n", 1, 400), 15);
    CHECK_INT(yaml_int(call, tree, "absent", 1, 400), 1);
    CHECK(yaml_flag(call, tree, "yes", false) && !yaml_flag(call, tree, "no", true));
    CHECK(yaml_flag(call, tree, "absent", true));
    CHECK(yaml_day(call, tree, "day", &d) && d == 20779);
    CHECK(!yaml_day(call, tree, "absent", &d));
    CHECK_INT(yaml_word(call, yaml_find(tree, "from"), words), 1);
    CHECK_INT(yaml_word(call, NULL, words), -1);
    CHECK_INT(call->fault_count, 0);
    CHECK_INT(yaml_int(call, tree, "big", 1, 400), 1);
    check_fault(call, "a.yaml:2:6", "'big' must be a whole number from 1 to 400.");
    CHECK(!yaml_flag(call, tree, "n", false));
    check_fault(call, "a.yaml:1:4", "'n' must be yes or no.");
    CHECK(!yaml_day(call, tree, "odd", &d));
    check_fault(call, "a.yaml:6:6", "'odd' must be a date like 2026-11-22.");
    CHECK_INT(yaml_word(call, yaml_find(tree, "wrong"), words), -1);
    check_fault(call, "a.yaml:8:8", "'recieved' is not known here; did you mean 'received'?");
    CHECK_INT(yaml_word(call, yaml_find(tree, "far"), words), -1);
    check_fault(call, "a.yaml:9:6", "'zzzzzz' is not known here.");
}

static void memory_test(void)
{
    CASE("yaml: memory that runs out at every block");
    for (long n = 1;; n++) {
        struct fault_heap heap;
        struct arena arena;
        struct call call;
        const struct yaml *tree = NULL;
        fault_heap_init(&heap, n);
        arena_init(&arena, &heap.heap, 1 << 20);
        call_init(&call, &arena, &no_os);
        struct str text = STR("a: [1, {b: \xC3\xA9}, 3]\nc: d\n");
        enum rc rc = yaml_read(&call, STR("a"), text, &arena, &tree);
        arena_fini(&arena);
        CHECK_INT(heap.live, 0);
        if (rc == RC_OK)
            break;
        CHECK_INT(rc, RC_MEMORY);
    }
}

void yaml_test(void)
{
    struct arena arena;
    struct call call;

    arena_init(&arena, &heap_libc, ARENA_MAX_DEFAULT);
    call_init(&call, &arena, &no_os);
    tree_test(&call);
    faults_test(&call);
    limits_test(&call);
    keys_test(&call);
    values_test(&call);
    memory_test();
    arena_fini(&arena);
}
