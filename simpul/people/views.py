"""Own account, companies, grants."""

from django.shortcuts import redirect


def profile(request):
    return redirect("home:desk")


def demo(request):
    return redirect("home:front")
