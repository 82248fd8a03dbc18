"""Addresses of the lists that can be taken away."""

from django.urls import path

from cases.web.exports import views

app_name = "exports"
urlpatterns = [
    path("", views.index, name="index"),
    path("portfolio.<slug:form>", views.portfolio, name="portfolio"),
    path("<slug:listed>.<slug:form>", views.list_file, name="list"),
]
