/* The complex functions of ucrtbase.dll that NumPy calls and Wine 8 has in name only. Microsoft's _Dcomplex and
   _Fcomplex are structures, so the calls cannot be handed to C's own complex types as they come. */
#include <complex.h>
#include <math.h>

typedef struct { double re, im; } D;
typedef struct { float re, im; } F;

static double complex opened(D z)
{
    double complex c;
    ((double *)&c)[0] = z.re;
    ((double *)&c)[1] = z.im;
    return c;
}
static D closed(double complex c) { return (D){((double *)&c)[0], ((double *)&c)[1]}; }
static D wide(F z) { return (D){z.re, z.im}; }
static F narrow(D z) { return (F){(float)z.re, (float)z.im}; }

#define OF_ONE(name) \
    D own_##name(D z) { return closed(name(opened(z))); } \
    F own_##name##f(F z) { return narrow(own_##name(wide(z))); }
OF_ONE(cacos) OF_ONE(cacosh) OF_ONE(casin) OF_ONE(casinh) OF_ONE(catan) OF_ONE(catanh) OF_ONE(ccos) OF_ONE(ccosh)
OF_ONE(cexp) OF_ONE(clog) OF_ONE(conj) OF_ONE(cproj) OF_ONE(csin) OF_ONE(csinh) OF_ONE(csqrt) OF_ONE(ctan) OF_ONE(ctanh)

#define TO_REAL(name, value) \
    double own_##name(D z) { return value; } \
    float own_##name##f(F given) { D z = wide(given); return (float)(value); }
TO_REAL(cabs, hypot(z.re, z.im))
TO_REAL(carg, atan2(z.im, z.re))
TO_REAL(creal, z.re)
TO_REAL(cimag, z.im)
TO_REAL(norm, z.re * z.re + z.im * z.im)

D own_cpow(D a, D b) { return closed(cpow(opened(a), opened(b))); }
F own_cpowf(F a, F b) { return narrow(own_cpow(wide(a), wide(b))); }
D own__Cbuild(double re, double im) { return (D){re, im}; }
F own__FCbuild(float re, float im) { return (F){re, im}; }
D own__Cmulcc(D a, D b) { return (D){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}; }
F own__FCmulcc(F a, F b) { return narrow(own__Cmulcc(wide(a), wide(b))); }
D own__Cmulcr(D a, double b) { return (D){a.re * b, a.im * b}; }
F own__FCmulcr(F a, float b) { return (F){a.re * b, a.im * b}; }
