/* The four array operations of the dense engine in portable C: score generation from statements, own-fibre reduction,
 * move step, improvement step; and the search that stands in for sweeps that do not end soon.
 *
 * kernels_numpy.py has the same functions with the same arguments; tests compare the two. Here are no Python objects
 * beyond the buffers, no errors but want of memory, and the interpreter's lock is released throughout. Loops are
 * written so that compilers vectorise them; where they can, functions are compiled several times over and the best
 * for the machine is taken when the module is loaded.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "kernels.h"

#if defined(__x86_64__) && !defined(HOLDFAST_ONE_TARGET)
#include "kernels_x86.h"
static int (*pair_row_fast)(const int16_t *, int16_t *, int16_t *, int64_t, const int32_t *, const int32_t *);
static int (*walk_tile_fast)(int16_t *, int16_t *, uint32_t *, const uint32_t *, int64_t, uint8_t *);
#define pair_row_here_16 pair_row_fast
#define walk_here_16 walk_tile_fast
#else
#define pair_row_here_16 pair_row_16
#define walk_here_16 walk_tile_16
#endif
#define pair_row_here_32 pair_row_32
#define walk_here_32 walk_tile_32

static inline void turn_32(const int32_t *from, int64_t from_row, int32_t *to, int64_t to_row)
{
    for (int64_t r = 0; r < 8; r++)
        for (int64_t c = 0; c < 8; c++)
            to[c * to_row + r] = from[r * from_row + c];
}

#if !defined(__x86_64__) || defined(HOLDFAST_ONE_TARGET)
static inline void turn_16(const int16_t *from, int64_t from_row, int16_t *to, int64_t to_row)
{
    for (int64_t r = 0; r < 8; r++)
        for (int64_t c = 0; c < 8; c++)
            to[c * to_row + r] = from[r * from_row + c];
}
#endif

#define VALUE int16_t
#define UVALUE uint16_t
#define NEVER INT16_MAX
#define KEY uint32_t
#define NAME(x) x##_16
#include "kernels_body.h"
#undef VALUE
#undef UVALUE
#undef NEVER
#undef KEY
#undef NAME

#define VALUE int32_t
#define UVALUE uint32_t
#define NEVER INT32_MAX
#define KEY uint64_t
#define NAME(x) x##_32
#include "kernels_body.h"

/* -- the module --------------------------------------------------------------------------------------------------- */

/* An axis as one int32 buffer: size, n_classes, n_edges, n_subs, then classes, edges, sub_start, subs. */
static axis_t read_axis(const Py_buffer *blob, const Py_buffer *onward)
{
    const int32_t *n = blob->buf;
    axis_t axis = {.size = n[0], .n_classes = n[1], .n_edges = n[2]};
    axis.classes = n + 4;
    axis.edges = axis.classes + n[0];
    axis.sub_start = axis.edges + 2 * (int64_t)n[2];
    axis.subs = axis.sub_start + n[1] + 1;
    if (onward) {
        axis.onward_start = onward->buf;
        axis.onward = axis.onward_start + n[0] + 1;
    }
    return axis;
}

#define WIDE(wide, call16, call32) ((wide) == 2 ? (call16) : (call32))

static PyObject *answer(int outcome)
{
    if (outcome < 0)
        return PyErr_NoMemory();
    return PyBool_FromLong(outcome);
}

static PyObject *py_scores(PyObject *self, PyObject *args)
{
    Py_buffer atoms, truth, pool, code, out;
    long long depth, first, count;
    int wide, outcome;
    if (!PyArg_ParseTuple(args, "y*y*y*y*w*LLLi", &atoms, &truth, &pool, &code, &out, &depth, &first, &count, &wide))
        return NULL;
    program_t program = {.n_atoms = atoms.len / 40, .depth = depth, .n_code = code.len / 4, .atoms = atoms.buf,
                         .truth = truth.buf, .pool = pool.buf, .code = code.buf};
    Py_BEGIN_ALLOW_THREADS
    outcome = WIDE(wide, scores_16(&program, first, count, out.buf), scores_32(&program, first, count, out.buf));
    Py_END_ALLOW_THREADS
    PyBuffer_Release(&atoms);
    PyBuffer_Release(&truth);
    PyBuffer_Release(&pool);
    PyBuffer_Release(&code);
    PyBuffer_Release(&out);
    return answer(outcome);
}

static PyObject *py_fold(PyObject *self, PyObject *args)
{
    Py_buffer best, one, two, classes;
    long long outer, width, inner;
    int wide;
    if (!PyArg_ParseTuple(args, "w*y*y*y*LLLi", &best, &one, &two, &classes, &outer, &width, &inner, &wide))
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    if (wide == 2)
        fold_16(best.buf, one.buf, two.buf, classes.buf, outer, width, inner);
    else
        fold_32(best.buf, one.buf, two.buf, classes.buf, outer, width, inner);
    Py_END_ALLOW_THREADS
    PyBuffer_Release(&best);
    PyBuffer_Release(&one);
    PyBuffer_Release(&two);
    PyBuffer_Release(&classes);
    Py_RETURN_NONE;
}

static PyObject *py_spread(PyObject *self, PyObject *args)
{
    Py_buffer best, own, classes, out;
    long long outer, width, inner;
    int wide;
    if (!PyArg_ParseTuple(args, "y*y*y*w*LLLi", &best, &own, &classes, &out, &outer, &width, &inner, &wide))
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    if (wide == 2)
        spread_16(best.buf, own.buf, classes.buf, outer, width, inner, out.buf);
    else
        spread_32(best.buf, own.buf, classes.buf, outer, width, inner, out.buf);
    Py_END_ALLOW_THREADS
    PyBuffer_Release(&best);
    PyBuffer_Release(&own);
    PyBuffer_Release(&classes);
    PyBuffer_Release(&out);
    Py_RETURN_NONE;
}

static PyObject *py_mark(PyObject *self, PyObject *args)
{
    Py_buffer scores, bars, classes, bits;
    long long first, count, size, inner, others, n_classes, marked;
    int wide;
    if (!PyArg_ParseTuple(args, "y*y*y*w*LLLLLLi", &scores, &bars, &classes, &bits, &first, &count, &size, &inner,
                          &others, &n_classes, &wide))
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    marked = WIDE(wide, mark_16(scores.buf, bars.buf, classes.buf, first, count, size, inner, others, n_classes,
                                        bits.buf),
                  mark_32(scores.buf, bars.buf, classes.buf, first, count, size, inner, others, n_classes,
                                        bits.buf));
    Py_END_ALLOW_THREADS
    PyBuffer_Release(&scores);
    PyBuffer_Release(&bars);
    PyBuffer_Release(&classes);
    PyBuffer_Release(&bits);
    return PyLong_FromLongLong(marked);
}

static PyObject *py_move_step(PyObject *self, PyObject *args)
{
    Py_buffer values, empty, blob;
    long long outer, inner;
    int wide, outcome;
    if (!PyArg_ParseTuple(args, "w*y*y*LLi", &values, &empty, &blob, &outer, &inner, &wide))
        return NULL;
    axis_t axis = read_axis(&blob, NULL);
    Py_BEGIN_ALLOW_THREADS
    outcome = WIDE(wide, move_step_16(values.buf, empty.buf, &axis, outer, inner),
                   move_step_32(values.buf, empty.buf, &axis, outer, inner));
    Py_END_ALLOW_THREADS
    PyBuffer_Release(&values);
    PyBuffer_Release(&empty);
    PyBuffer_Release(&blob);
    return answer(outcome);
}

static PyObject *py_pair_step(PyObject *self, PyObject *args)
{
    Py_buffer one, two, ranks, blob, onward, stamps;
    long long outer, inner;
    int since, now, wide, outcome;
    if (!PyArg_ParseTuple(args, "w*w*y*y*y*w*iiLLi", &one, &two, &ranks, &blob, &onward, &stamps, &since, &now, &outer,
                          &inner, &wide))
        return NULL;
    watch_t watch = {stamps.buf, (uint16_t)since, (uint16_t)now};
    axis_t axis = read_axis(&blob, &onward);
    void *second = two.len ? two.buf : NULL;
    Py_BEGIN_ALLOW_THREADS
    outcome = WIDE(wide, pair_step_16(one.buf, second, ranks.buf, &axis, &watch, outer, inner),
                   pair_step_32(one.buf, second, ranks.buf, &axis, &watch, outer, inner));
    Py_END_ALLOW_THREADS
    PyBuffer_Release(&one);
    PyBuffer_Release(&two);
    PyBuffer_Release(&ranks);
    PyBuffer_Release(&blob);
    PyBuffer_Release(&onward);
    PyBuffer_Release(&stamps);
    return answer(outcome);
}

static PyObject *py_order(PyObject *self, PyObject *args)
{
    Py_buffer ranks, order, blob;
    long long outer, inner;
    int wide, outcome;
    if (!PyArg_ParseTuple(args, "y*w*y*LLi", &ranks, &order, &blob, &outer, &inner, &wide))
        return NULL;
    axis_t axis = read_axis(&blob, NULL);
    Py_BEGIN_ALLOW_THREADS
    outcome = WIDE(wide, order_16(ranks.buf, order.buf, &axis, outer, inner),
                   order_32(ranks.buf, order.buf, &axis, outer, inner));
    Py_END_ALLOW_THREADS
    PyBuffer_Release(&ranks);
    PyBuffer_Release(&order);
    PyBuffer_Release(&blob);
    return answer(outcome);
}

static PyObject *py_walk_step(PyObject *self, PyObject *args)
{
    Py_buffer one, two, order, blob, stamps;
    long long outer, inner;
    int since, now, wide, outcome;
    if (!PyArg_ParseTuple(args, "w*w*y*y*w*iiLLi", &one, &two, &order, &blob, &stamps, &since, &now, &outer, &inner, &wide))
        return NULL;
    watch_t watch = {stamps.buf, (uint16_t)since, (uint16_t)now};
    axis_t axis = read_axis(&blob, NULL);
    void *second = two.len ? two.buf : NULL;
    Py_BEGIN_ALLOW_THREADS
    outcome = WIDE(wide, walk_step_16(one.buf, second, order.buf, &axis, &watch, outer, inner),
                   walk_step_32(one.buf, second, order.buf, &axis, &watch, outer, inner));
    Py_END_ALLOW_THREADS
    PyBuffer_Release(&one);
    PyBuffer_Release(&two);
    PyBuffer_Release(&order);
    PyBuffer_Release(&stamps);
    PyBuffer_Release(&blob);
    return answer(outcome);
}

enum { MOST_STEPS = 64 };

/* search(values, empty, seeds, [(axis, inner, ranks, order, class_end, next), ...], wide) */
static PyObject *py_search(PyObject *self, PyObject *args)
{
    Py_buffer values, empty, seeds, held[MOST_STEPS][5];
    search_t steps[MOST_STEPS];
    PyObject *listed;
    int wide, outcome = -1;
    Py_ssize_t n_steps, read = 0;
    if (!PyArg_ParseTuple(args, "w*y*y*O!i", &values, &empty, &seeds, &PyList_Type, &listed, &wide))
        return NULL;
    n_steps = PyList_GET_SIZE(listed);
    if (n_steps > MOST_STEPS)
        PyErr_SetString(PyExc_ValueError, "too many steps");
    for (; n_steps <= MOST_STEPS && read < n_steps; read++) {
        long long inner;
        Py_buffer *h = held[read];
        if (!PyArg_ParseTuple(PyList_GET_ITEM(listed, read), "y*Ly*y*y*w*", h, &inner, h + 1, h + 2, h + 3, h + 4))
            break;
        steps[read] = (search_t){.axis = read_axis(h, NULL), .inner = inner, .ranks = h[1].len ? h[1].buf : NULL,
                                 .order = h[2].buf, .class_end = h[3].buf, .next = h[4].buf};
    }
    if (!PyErr_Occurred()) {
        Py_BEGIN_ALLOW_THREADS
        outcome = WIDE(wide,
                       search_16(values.buf, empty.buf, seeds.buf, seeds.len / 4, values.len / 2, n_steps, steps),
                       search_32(values.buf, empty.buf, seeds.buf, seeds.len / 4, values.len / 4, n_steps, steps));
        Py_END_ALLOW_THREADS
    }
    for (Py_ssize_t k = 0; k < read; k++)
        for (int part = 0; part < 5; part++)
            PyBuffer_Release(&held[k][part]);
    PyBuffer_Release(&values);
    PyBuffer_Release(&empty);
    PyBuffer_Release(&seeds);
    if (PyErr_Occurred())
        return NULL;
    return answer(outcome);
}

static PyMethodDef methods[] = {
    {"scores", py_scores, METH_VARARGS, "Generate scores from statements."},
    {"fold", py_fold, METH_VARARGS, "Reduce over a party's own strategies."},
    {"spread", py_spread, METH_VARARGS, "Lay what a party has at best over a block of its slices."},
    {"mark", py_mark, METH_VARARGS, "Compare scores with bars; pack the outcome into bits."},
    {"move_step", py_move_step, METH_VARARGS, "Let every cell have the least value its party can move to."},
    {"pair_step", py_pair_step, METH_VARARGS, "The improvement step by comparing pairs."},
    {"order", py_order, METH_VARARGS, "Sort every fibre from best to worst."},
    {"walk_step", py_walk_step, METH_VARARGS, "The improvement step by walking down sorted fibres."},
    {"search", py_search, METH_VARARGS, "Propagate in order of value."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_kernels", "Array operations of the dense engine.", -1,
                                        methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernels(void)
{
    PyObject *module = PyModule_Create(&definition);
    int pairwise = FEW_STRATEGIES;
#if defined(__x86_64__) && !defined(HOLDFAST_ONE_TARGET)
    __builtin_cpu_init();
    pair_row_fast = __builtin_cpu_supports("avx512bw") ? pair_row_512
                    : __builtin_cpu_supports("avx2")   ? pair_row_256
                                                       : pair_row_16;
    walk_tile_fast = __builtin_cpu_supports("avx2") ? walk_tile_256 : walk_tile_16;
    if (pair_row_fast != pair_row_16)
        pairwise = 64;
#endif
    if (module && (PyModule_AddIntConstant(module, "PAIRWISE_16", pairwise) < 0
                   || PyModule_AddIntConstant(module, "PAIRWISE_32", FEW_STRATEGIES) < 0))
        Py_CLEAR(module);
    return module;
}
